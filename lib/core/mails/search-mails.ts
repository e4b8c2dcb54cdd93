import { type MailLine, searchMails as search } from "@/lib/db/hot/search-mails";
import type { OperatorContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { searchPattern } from "../search-pattern";
import { requireMailbox } from "./require-mailbox";

/**
 * The kept mails of an account from a place on, newest first; `search` is a part of an address.
 *
 * SECURITY: with those to its operators, so it takes an operator and not an API token.
 *
 * @throws AppError `not_found` once mails are sent
 */
export async function searchMails({ scope }: OperatorContext, filter: { search?: unknown; after?: unknown }): Promise<Stretch<MailLine>> {
  requireMailbox();
  return stretchOf(await search(scope, searchPattern(filter.search), positionOf(filter.after), STRETCH + 1));
}
