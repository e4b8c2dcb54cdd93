import { randomBytes } from "node:crypto";
import { log } from "@/lib/kernel/log";
import { keepSpansFrom } from "@/lib/kernel/trace";
import type { PageHandler } from "./http-server";

/** What is no page: nothing runs in it. The icon comes with every first visit, whose bytes are counted. */
const FILES = new Set(["/favicon.ico", "/robots.txt"]);

/** Next, for the pages that React draws in the browser too. `prepare` fetches it ahead of the first page that is asked for. */
type Pages = { readonly handle: PageHandler; prepare(): void; close(): Promise<void> };

/**
 * The pages that Next draws. Loading it takes as long as everything else together, so it is no part of the start: whatever is
 * no page answers before it is ready, and a page waits for it.
 *
 * SECURITY: each page gets a fresh nonce; scripts without it do not run.
 */
export function nextPages(dev: boolean): Pages {
  let preparing: ReturnType<typeof loadNext> | undefined;
  const ready = () => {
    preparing ??= loadNext(dev);
    return preparing;
  };
  return {
    async handle(request, response) {
      const app = await ready();
      const policy = FILES.has(request.url ?? "") ? "default-src 'none'" : contentSecurityPolicy(randomBytes(16).toString("base64"), dev);
      request.headers["content-security-policy"] = policy;
      response.setHeader("content-security-policy", policy);
      response.setHeader("referrer-policy", "same-origin");
      await app.getRequestHandler()(request, response);
    },
    prepare() {
      ready().catch((error: unknown) => log.error({ detail: String(error) }, "pages cannot be drawn"));
    },
    async close() {
      const app = await preparing;
      await app?.close();
    },
  };
}

async function loadNext(dev: boolean) {
  // SECURITY: its spans hold addresses with their queries, those of calls out too, and the words of errors.
  keepSpansFrom("next.js");
  const { default: next } = await import("next");
  const app = next({ dev, customServer: true });
  await app.prepare();
  return app;
}

function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "form-action 'self'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
