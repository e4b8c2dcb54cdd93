import { CSV_COLUMNS, siteUserCsvLines } from "@/lib/db/hot/site-user-csv";
import type { SiteContext } from "@/lib/db/resolve";
import { inSnapshot } from "@/lib/db/snapshot";
import { searchText } from "../search-pattern";

/** Which users; `search` is a part of the address or the name. */
export type CsvFilter = {
  readonly search?: unknown;
  readonly verified?: boolean | undefined;
  readonly blocked?: boolean | undefined;
};

/**
 * The users of a site as CSV (RFC 4180) with a header, newest first, as they are at this moment. Never a password in any form.
 *
 * What a spreadsheet would take for a formula has an apostrophe in front; whoever wants every byte takes a bundle.
 */
export async function* siteUsersCsv({ scope }: SiteContext, { search, verified, blocked }: CsvFilter): AsyncGenerator<string> {
  yield `${CSV_COLUMNS.join(",")}\r\n`;
  const text = searchText(search).toLowerCase();
  const filter = { ...(text && { search: { text, names: true } }), verified, blocked };
  for await (const rows of inSnapshot(scope, (snapshot) => siteUserCsvLines(snapshot, filter))) {
    yield `${rows.map(({ line }) => line).join("\r\n")}\r\n`;
  }
}
