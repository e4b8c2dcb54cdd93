import type { SiteContext } from "@/lib/db/resolve";
import { readFile } from "../files/read-file";
import { readRows } from "../formats/read-rows";
import type { ImportUser } from "../import-row";
import type { RunningImport } from "./import";
import { rowsOfBundle } from "./rows-of-bundle";
import type { SourceRow, SourceUser } from "./source-row";

/** The rows of a stored file, and how many of its bytes are behind the last one. */
export type ReadingFile = { readonly rows: AsyncIterable<SourceRow>; bytesRead(): number };

/** Reads the file of an import, whatever it is, row after row. */
export function rowsOfFile(site: SiteContext, { fileId, format, bytes, options }: RunningImport): ReadingFile {
  if (format === "bundle") return rowsOfBundle(site, fileId, bytes);
  let read = 0;
  async function* counted() {
    for await (const piece of readFile(site, fileId)) {
      yield piece;
      read += piece.length;
    }
  }
  return { rows: usersOf(readRows(counted(), options)), bytesRead: () => read };
}

async function* usersOf(rows: ReturnType<typeof readRows>): AsyncGenerator<SourceRow> {
  const now = new Date();
  for await (const row of rows) yield "user" in row ? { row: row.row, user: withTimes(row.user, now) } : row;
}

/** Most systems tell that an address is proved or a user blocked, and not since when. */
function withTimes({ emailVerified, blocked, ...user }: ImportUser, now: Date): SourceUser {
  return { ...user, emailVerifiedAt: emailVerified ? now : undefined, blockedAt: blocked ? now : undefined };
}
