import { siteUserCsv } from "@/lib/db/hot/site-user-csv";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteUserFilter } from "@/lib/db/site-user-filter";
import { inSnapshot } from "@/lib/db/snapshot";
import { recordEvent } from "../audit/record-event";
import { givingWay } from "../passwords/giving-way";
import { searchText } from "../search-pattern";

/** How many of these an account takes at once. */
const AT_MOST = 2;

/** Which users; what is absent does not matter. `search` is a part of the address or the name. */
export type CsvFilter = Omit<SiteUserFilter, "search"> & { readonly search?: unknown };

/**
 * The users of a site as CSV (RFC 4180) with a header, newest first, as they are at this moment. Never a password in any form.
 *
 * What a spreadsheet would take for a formula has an apostrophe in front; whoever wants every byte takes a bundle.
 * That somebody took them is an event.
 *
 * @throws AppError `too_many_requests`, before the first byte, when two are being read already for the account
 */
export async function* siteUsersCsv({ scope, db }: SiteContext, { search, ...rest }: CsvFilter): AsyncGenerator<Uint8Array> {
  const text = searchText(search).toLowerCase();
  const filter = { ...rest, ...(text && { search: { text, names: true } }) };
  await recordEvent(db, { type: "site_users.downloaded" });
  yield* givingWay(inSnapshot(scope, (snapshot) => siteUserCsv(snapshot, filter), { atMost: AT_MOST }));
}
