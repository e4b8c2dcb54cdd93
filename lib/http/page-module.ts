import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModuleId } from "@/lib/hosted/modules";
import { toAppError } from "@/lib/kernel/faults";
import { refusalPage } from "./refusal-page";
import { type ContractedRoute, contracted } from "./route";

/** A module that a page needs by a newer version of us is there within this time. */
const MAX_AGE_S = 3_600;

type Built = { readonly text: string; readonly etag: string };
const built = new Map<ModuleId, Promise<Built>>();

/** A module as it was built, read once. A failure is not kept. */
function builtModule(id: ModuleId): Promise<Built> {
  const known = built.get(id);
  if (known) return known;
  const read = readFile(join(process.cwd(), `.build/modules/${id}.js`), "utf8").then((text) => ({
    text,
    etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`,
  }));
  read.catch(() => built.delete(id));
  built.set(id, read);
  return read;
}

/** Serves a module of hosted pages: the same for everybody, at an address that their policy allows by its path. */
export const pageModule = (id: ModuleId): ContractedRoute =>
  contracted({ kind: "public", credential: "none", statuses: [200, 304] }, async (request) => {
    try {
      const { text, etag } = await builtModule(id);
      const headers = {
        "content-type": "text/javascript; charset=utf-8",
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
