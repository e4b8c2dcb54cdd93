import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { siteOfSlug } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { toAppError } from "@/lib/kernel/faults";
import { report } from "./report";
import { type ContractedRoute, contracted } from "./route";

const MAX_AGE_S = 300;
const NO_SITE = 'console.error("Signin Fast: there is no site at this address.");';
const SUSPENDED = 'console.error("Signin Fast: this site is suspended.");';
const NOT_NOW = 'console.error("Signin Fast is not available right now.");';

let widget: Promise<string> | undefined;

/** The widget as it was built, read once. A failure is not kept. */
function builtWidget(): Promise<string> {
  widget ??= readFile(join(process.cwd(), ".build/widget.js"), "utf8").catch((error: unknown) => {
    widget = undefined;
    throw error;
  });
  return widget;
}

/**
 * Serves the widget with its site's settings in it.
 *
 * An unknown site gets a script that only says so, so that a page with an old tag goes on working.
 *
 * SECURITY: this runs on the customer's own pages. It is the same text for everybody but for one JSON value, in which no name
 * can end the script, the string or a line. It needs no cookie and sets none.
 */
export const embedScript: ContractedRoute = contracted(
  { kind: "public", credential: "none", statuses: [200, 304, 403, 404] },
  async (request, context) => {
    try {
      const slug = String((await context.params).site);
      const site = await siteOfSlug(slug.startsWith("@") ? slug.slice(1) : slug);
      if (!site) return script(NO_SITE, 404, request);
      const settings = json({ base: `${env().appUrl}/${site.site.slug}`, name: site.site.name });
      const text = (await builtWidget()).replace("__SIGNIN_FAST__", () => settings);
      return script(text, 200, request);
    } catch (thrown) {
      const error = toAppError(thrown);
      report(error, request);
      return script(error.code === "site_suspended" ? SUSPENDED : NOT_NOW, error.status, request);
    }
  },
);

const json = (value: object) =>
  JSON.stringify(value).replace(/[<>&'`\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

function script(text: string, status: number, request: Request): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": status >= 500 || status === 403 ? "no-store" : `public, max-age=${MAX_AGE_S}`,
    "cross-origin-resource-policy": "cross-origin",
    etag,
  };
  const known = status === 200 && (request.headers.get("if-none-match") ?? "").includes(etag);
  return new Response(known ? null : text, { status: known ? 304 : status, headers });
}
