import { COUNTED_USERS, type SiteLine, searchSites as search } from "@/lib/db/hot/search-sites";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { searchPattern } from "../search-pattern";

export { COUNTED_USERS };

/** The account's sites from a place on, newest first; `search` is a part of the name or the slug. */
export async function searchSites(account: WholeAccountContext, filter: { search?: unknown; after?: unknown }): Promise<Stretch<SiteLine>> {
  return stretchOf(await search(account.scope, searchPattern(filter.search), positionOf(filter.after), STRETCH + 1));
}
