import { type CallbackTokenLine, type CallbackTokenState, searchCallbackTokens as search } from "@/lib/db/hot/search-callback-tokens";
import type { SiteContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { searchPattern } from "../search-pattern";

/**
 * The callback tokens of a site, or of one of its users, from a place on, newest first.
 *
 * @param filter `search` is a part of the user's address or name; `state` is left out when it does not matter
 */
export async function searchCallbackTokens(
  { scope }: SiteContext,
  filter: { siteUserId?: bigint; search?: unknown; state?: CallbackTokenState | undefined; after?: unknown },
): Promise<Stretch<CallbackTokenLine>> {
  const { siteUserId = null, state = null } = filter;
  const pattern = searchPattern(filter.search);
  return stretchOf(await search(scope, { siteUserId, state, pattern }, positionOf(filter.after), STRETCH + 1));
}
