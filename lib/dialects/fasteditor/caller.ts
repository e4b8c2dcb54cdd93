import type { Visitor } from "@/lib/core/sign-in/visitor";
import { requireFasteditorKey } from "@/lib/core/sites/require-fasteditor-key";
import type { WireRequest } from "../kit/dialect";
import { languageOf } from "./body";

/**
 * Lets FastEditor in by the site's key, and says for whom it asks: for anybody, whom we see nothing of but a language.
 *
 * SECURITY: all of its users come from its servers' addresses. A budget of an address would be one for all of them, so budgets
 * here are those of the user name alone.
 *
 * @throws AppError `unauthorized`
 */
export async function fromFastEditor(request: WireRequest): Promise<Visitor> {
  await requireFasteditorKey(request.site, request.headers.get("x-api-key"));
  const [language = "en"] =
    languageOf(request)
      .toLowerCase()
      .match(/^[a-z]{2,3}\b/) ?? [];
  return { ...request.visitor, ip: null, browserHash: null, language };
}
