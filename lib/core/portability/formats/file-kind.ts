import { isObject } from "./is-object";
import { parseJson } from "./parse-json";
import { isBlank } from "./row-bytes";

/** How a file is written, whatever it says; or, in words, what it is instead of a file of users. */
export type FileKind =
  | { readonly kind: "csv"; readonly delimiter: string }
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
  ["\x89PNG", "a picture"],
  ["\xff\xd8\xff", "a picture"],
  ["GIF8", "a picture"],
];
/** What a zip begins with when a spreadsheet or a text processor has written it: the name of its first entry. */
const OFFICE = /^(\[Content_Types\]|_rels\/|docProps\/|xl\/|word\/|mimetype)/;
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
  if (head.includes(0)) return wrong("not a text file, or not in UTF-8");
  const lines = head
    .toString()
    .trimStart()
    .split(/[\r\n]+/, 20);
  const [first = ""] = lines;
  if (first.startsWith("<")) return wrong("HTML or XML, perhaps the page of an error");
  if (first.startsWith("[")) return { kind: "json" };
  if (first.startsWith("{")) return { kind: isNdjson(lines) ? "ndjson" : "json" };
  // SECURITY: a header that is not read as it was meant would put values into other fields.
  if (first.includes("\ufffd")) return wrong("not in UTF-8; save it as UTF-8");
  return { kind: "csv", delimiter: delimiterOf(first) };
}

function wrong(found: string): FileKind {
  return { kind: "wrong", found };
}

/** A line that is an object by itself, unless it is the object around a list of users. */
function isNdjson(lines: readonly string[]): boolean {
  const [first] = lines.map(parseJson);
  if (isObject(first)) return !Array.isArray(first.users);
  return !lines.some((line) => /"users"\s*:\s*\[/.test(line)) && lines.some((line) => isObject(parseJson(line)));
}

/** The one that cuts the header into the most columns. */
function delimiterOf(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
