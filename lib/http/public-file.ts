import { createHash } from "node:crypto";
import { toAppError } from "@/lib/kernel/faults";
import { refusalPage } from "./refusal-page";
import { type ContractedRoute, contracted } from "./route";

/** What a page needs by a newer version of us is there within this time. */
const MAX_AGE_S = 3_600;

type Kept = { readonly text: string; readonly etag: string };

/** Serves a file of hosted pages: the same for everybody, read once. A failure is not kept. */
export function publicFile(type: string, read: () => Promise<string>): ContractedRoute {
  let kept: Promise<Kept> | undefined;
  const file = () => {
    kept ??= read().then((text) => ({ text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` }));
    kept.catch(() => {
      kept = undefined;
    });
    return kept;
  };
  return contracted({ kind: "public", credential: "none", statuses: [200, 304] }, async (request) => {
    try {
      const { text, etag } = await file();
      const headers = {
        "content-type": `${type}; charset=utf-8`,
        "cache-control": `public, max-age=${MAX_AGE_S}`,
        "cross-origin-resource-policy": "same-origin",
        etag,
      };
      const known = (request.headers.get("if-none-match") ?? "").includes(etag);
      return new Response(known ? null : text, { status: known ? 304 : 200, headers });
    } catch (error) {
      return refusalPage(toAppError(error), request);
    }
  });
}
