import { readdirSync, readFileSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectFormat, HEAD_BYTES } from "./detect-format";
import { fileKind } from "./file-kind";
import { FORMATS } from "./index";
import { openReader, type RowsKind } from "./open-reader";
import type { SourceRecord } from "./record-reader";

const folder = new URL("samples/", import.meta.url);
const sample = (name: string) => readFileSync(new URL(name, folder));
const names = readdirSync(folder);

/** Each sample is named after its format, and what is special about it. */
function formatOf(name: string): string | undefined {
  if (name.startsWith("generic.")) return name.slice("generic.".length);
  const ids: string[] = FORMATS.map((format) => format.id);
  return ids.filter((id) => name.startsWith(id)).sort((a, b) => b.length - a.length)[0];
}

function recordsOf(name: string): SourceRecord[] {
  const reader = openReader(fileKind(sample(name)) as RowsKind);
  return [...reader.push(sample(name)), ...reader.end()].flatMap((row) => ("record" in row ? [row.record] : []));
}

const detected = (file: string) => detectFormat(Buffer.from(file))?.format;

describe("each sample is detected as itself", () => {
  test.each(names)("%s", (name) => {
    expect(recordsOf(name).length).toBeGreaterThan(0);
    expect([name, detectFormat(sample(name))?.format]).toEqual([name, formatOf(name)]);
  });

  /** The name of a sample, and its columns with a few more, in any order. */
  const shuffled = (among: string[]) =>
    fc.tuple(fc.constantFrom(...among), fc.subarray(["notes", "column x", "Größe", "id_2", "tags"])).chain(([name, extra]) => {
      const columns = [...new Set(recordsOf(name).flatMap(Object.keys)), ...extra];
      return fc.tuple(fc.constant(name), fc.shuffledSubarray(columns, { minLength: columns.length }));
    });
  const foreign = names.filter((name) => !name.startsWith("generic."));

  test("with its columns in any order and more of them, and by any one of its rows, as JSON and as NDJSON", () => {
    fc.assert(
      fc.property(shuffled(foreign), fc.nat(), ([name, columns], which) => {
        const records = recordsOf(name);
        const record = records[which % records.length] ?? {};
        const row = JSON.stringify(
          Object.fromEntries(columns.filter((column) => record[column] !== undefined).map((column) => [column, record[column]])),
        );
        expect([name, detected(`[${row}]`), detected(`${row}\n`)]).toEqual([name, formatOf(name), formatOf(name)]);
      }),
      { numRuns: 200 },
    );
  });

  test("with its columns in any order and more of them, as CSV with any delimiter", () => {
    const tables = foreign.filter((name) => name.endsWith(".csv"));
    fc.assert(
      fc.property(shuffled(tables), fc.constantFrom(",", ";", "\t", "|"), ([name, columns], delimiter) => {
        const rows = recordsOf(name).map((record) => columns.map((column) => record[column] ?? ""));
        const file = stringify([columns, ...rows], { delimiter });
        expect(detectFormat(Buffer.from(file))).toEqual({ format: formatOf(name), columns });
      }),
      { numRuns: 100 },
    );
  });
});

test("what could be anybody's is nobody's", () => {
  expect(detected("id,email,username,created_at\n")).toBe("csv");
  expect(detected('{"id":1,"email":"a@example.com","emailVerified":true}')).toBe("ndjson");
  expect(detected('[{"id":1,"email":"a@example.com"}]')).toBe("json");
  expect(detected('{"users":[{"id":1,"email":"a@example.com"}]}')).toBe("json");
});

test("the beginning of a large file is enough", () => {
  const groups = `"groups": [${'{"name":"engineers"},'.repeat(50_000)}{}],`;
  const large = Buffer.from(sample("keycloak.json").toString().replace('"groups": [],', groups));
  expect(detectFormat(large.subarray(0, HEAD_BYTES))).toEqual({ format: "keycloak", columns: [] });
});
