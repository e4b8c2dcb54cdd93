import { type SiteLine, searchSites as search } from "@/lib/db/hot/search-sites";
import type { AccountContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { likeLiteral } from "../page";

/** The account's sites from a place on, newest first; `search` is a part of the name or the slug. */
export async function searchSites(account: AccountContext, filter: { search?: string; after?: unknown }): Promise<Stretch<SiteLine>> {
  const pattern = filter.search?.trim() ? `%${likeLiteral(filter.search.trim())}%` : null;
  return stretchOf(await search(account.scope, pattern, positionOf(filter.after), STRETCH + 1));
}
