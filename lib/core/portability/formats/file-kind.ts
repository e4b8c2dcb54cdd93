import { MAX_COLUMNS } from "./column-names";
import type { CsvStyle } from "./csv-reader";
import { isObject } from "./is-object";
import { parseJson } from "./parse-json";
import { isBlank } from "./row-bytes";

/** How a file is written, whatever it says; or, in words, what it is instead of a file of users. */
export type FileKind =
  | ({ readonly kind: "csv" } & CsvStyle)
  | { readonly kind: "ndjson" | "json" }
  | { readonly kind: "bundle" }
  | { readonly kind: "wrong"; readonly found: string };

const MAGIC: readonly [bytes: string, found: string][] = [
  ["%PDF", "a PDF document"],
  ["\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as CSV"],
  ["\x1f\x8b", "compressed; unpack it first"],
  ["BZh", "compressed; unpack it first"],
  ["7z\xbc\xaf", "compressed; unpack it first"],
  ["Rar!", "compressed; unpack it first"],
  ["\x28\xb5\x2f\xfd", "compressed; unpack it first"],
  ["\xff\xfe", "UTF-16 text; save it as UTF-8"],
  ["\xfe\xff", "UTF-16 text; save it as UTF-8"],
  ["SQLite format 3", "a SQLite database"],
  ["PGDMP", "a dump of PostgreSQL; export the table of users as CSV"],
  ["age-encryption.org/", "encrypted with age; decrypt it first"],
  ["-----BEGIN AGE ENCRYPTED FILE-----", "encrypted with age; decrypt it first"],
  // CMS of indefinite length, as our exports are, and as PEM.
  ["\x30\x80\x06", "encrypted as CMS; decrypt it first, with openssl cms -decrypt"],
  ["-----BEGIN CMS-----", "encrypted as CMS; decrypt it first, with openssl cms -decrypt"],
  ["\x89PNG", "a picture"],
  ["\xff\xd8\xff", "a picture"],
  ["GIF8", "a picture"],
];
/** What a zip begins with when a spreadsheet or a text processor has written it: the name of its first entry. */
const OFFICE = /^(\[Content_Types\]|_rels\/|docProps\/|xl\/|word\/|mimetype)/;
/** The one that cuts a header into the most columns is the one. */
const DELIMITERS = [",", ";", "\t", "|"];

/** Tells how a file is written, by its first bytes. A byte order mark is gone already. */
export function fileKind(head: Buffer): FileKind {
  const start = head.toString("latin1", 0, 64);
  if (start.startsWith("PK\x03\x04")) {
    return OFFICE.test(start.slice(30)) ? wrong("an Excel workbook or another office document; save it as CSV") : { kind: "bundle" };
  }
  const magic = MAGIC.find(([bytes]) => start.startsWith(bytes));
  if (magic) return wrong(magic[1]);
  if (isBlank(head)) return wrong("empty");
  const lines = head
    .toString()
    .trimStart()
    .split(/[\r\n]+/, 20);
  const [first = ""] = lines;
  if (first.includes("\0")) return wrong("not a text file, or not in UTF-8");
  if (first.startsWith("<")) return wrong("HTML or XML, perhaps the page of an error");
  if (first.startsWith("[")) return { kind: "json" };
  if (first.startsWith("{")) return { kind: isNdjson(lines) ? "ndjson" : "json" };
  return csvKind(first, head.includes("\n") ? "\n" : "\r");
}

function csvKind(header: string, lineEnd: CsvStyle["lineEnd"]): FileKind {
  // SECURITY: a header that is not read as it was meant would put values into other fields.
  if (header.includes("\ufffd")) return wrong("not in UTF-8; save it as UTF-8");
  const unquoted = header.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  const most = Math.max(...counts);
  if (most > MAX_COLUMNS) return wrong(`a table of more than ${MAX_COLUMNS} columns`);
  return { kind: "csv", delimiter: DELIMITERS[counts.indexOf(most)] ?? ",", lineEnd };
}

function wrong(found: string): FileKind {
  return { kind: "wrong", found };
}

/** A line that is an object by itself, unless it is the object around a list of users. */
function isNdjson(lines: readonly string[]): boolean {
  const first = parseJson(lines[0] ?? "");
  if (isObject(first)) return !Array.isArray(first.users);
  return !lines.some((line) => /"users"\s*:\s*\[/.test(line)) && lines.some((line) => isObject(parseJson(line)));
}
