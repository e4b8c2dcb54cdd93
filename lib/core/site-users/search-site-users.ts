import { type SiteUserLine, searchSiteUsers as search } from "@/lib/db/hot/search-site-users";
import type { SiteContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { searchText } from "../search-pattern";

/**
 * The users of a site from a place on, newest first.
 *
 * @param filter `search` is a part of the address or the name, in any case; `verified` and `blocked` are left out when they do
 *   not matter
 */
export async function searchSiteUsers(
  { scope }: SiteContext,
  filter: { search?: unknown; verified?: boolean | undefined; blocked?: boolean | undefined; after?: unknown },
): Promise<Stretch<SiteUserLine>> {
  const { verified, blocked } = filter;
  const text = searchText(filter.search).toLowerCase();
  const chosen = { ...(text && { search: { text, names: true } }), verified, blocked };
  return stretchOf(await search(scope, chosen, { after: positionOf(filter.after), skip: 0 }, STRETCH + 1));
}
