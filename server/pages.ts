import { randomBytes } from "node:crypto";
import next from "next";
import type { PageHandler } from "./http-server";

/**
 * Next, for the pages that React draws in the browser too. It is prepared in the background, so that everything that is
 * no page answers before it is ready.
 *
 * SECURITY: each page gets a fresh nonce; scripts without it do not run.
 */
export function nextPages(dev: boolean): { handle: PageHandler; close(): Promise<void> } {
  const app = next({ dev, customServer: true });
  const ready = app.prepare();
  ready.catch(() => undefined);
  return {
    async handle(request, response) {
      await ready;
      const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), dev);
      request.headers["content-security-policy"] = policy;
      response.setHeader("content-security-policy", policy);
      response.setHeader("referrer-policy", "same-origin");
      await app.getRequestHandler()(request, response);
    },
    close: () => app.close(),
  };
}

function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "frame-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
