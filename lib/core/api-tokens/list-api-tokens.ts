import { type ApiTokenLine, listApiTokens as list } from "@/lib/db/hot/list-api-tokens";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";

/** The account's API tokens from a place on, newest first. None of them can be read again. */
export async function listApiTokens(account: WholeAccountContext, filter: { after?: unknown } = {}): Promise<Stretch<ApiTokenLine>> {
  return stretchOf(await list(account.scope, positionOf(filter.after), STRETCH + 1));
}
