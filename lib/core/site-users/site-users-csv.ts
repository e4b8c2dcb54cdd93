import { siteUserCsv } from "@/lib/db/hot/site-user-csv";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteUserFilter } from "@/lib/db/site-user-filter";
import { inSnapshot } from "@/lib/db/snapshot";
import { givingWay } from "../passwords/giving-way";
import { searchText } from "../search-pattern";

/** Which users; what is absent does not matter. `search` is a part of the address or the name. */
export type CsvFilter = Omit<SiteUserFilter, "search"> & { readonly search?: unknown };

/**
 * The users of a site as CSV (RFC 4180) with a header, newest first, as they are at this moment. Never a password in any form.
 *
 * What a spreadsheet would take for a formula has an apostrophe in front; whoever wants every byte takes a bundle.
 */
export function siteUsersCsv({ scope }: SiteContext, { search, ...rest }: CsvFilter): AsyncGenerator<Uint8Array> {
  const text = searchText(search).toLowerCase();
  return givingWay(inSnapshot(scope, (snapshot) => siteUserCsv(snapshot, { ...rest, ...(text && { search: { text, names: true } }) })));
}
