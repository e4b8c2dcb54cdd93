import { describe, expect, test } from "vitest";
import { importRows } from "@/lib/testing/import-rows";
import { detectFormat } from "./detect-format";

const READ = "What we read is CSV, NDJSON and JSON in UTF-8, and our own bundles";

/** A zip whose first entry has this name. */
const zip = (name: string) => Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(26), Buffer.from(name), Buffer.alloc(100)]);

const UTF8_ONLY = "UTF-16 text; save it as UTF-8";

describe("a file that is none of users is refused, and the refusal says what it is", () => {
  test.each<[file: string | Buffer, found: string]>([
    ["", "empty"],
    ["\ufeff \r\n\n", "empty"],
    ["%PDF-1.7\n%…", "a PDF document"],
    [zip("[Content_Types].xml"), "an Excel workbook or another office document; save it as CSV"],
    [zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "an Excel workbook or another office document; save it as CSV"],
    [Buffer.from("d0cf11e0a1b11ae1", "hex"), "an old Excel or Word file; save it as CSV"],
    [Buffer.from("1f8b0800", "hex"), "compressed; unpack it first"],
    [Buffer.from("\ufeffemail\nada@example.com\n", "utf16le"), UTF8_ONLY],
    [Buffer.from("email\nada@example.com\n", "utf16le"), "not a text file, or not in UTF-8"],
    [Buffer.from("email,pr\xe9nom\nada@example.com,Ada\n", "latin1"), "not in UTF-8; save it as UTF-8"],
    ["<!doctype html><title>502</title>", "HTML or XML, perhaps the page of an error"],
    [Buffer.from("89504e470d0a1a0a", "hex"), "a picture"],
    ["age-encryption.org/v1\n-> X25519 …", "encrypted with age; decrypt it first"],
    ["-----BEGIN AGE ENCRYPTED FILE-----\nYWdl", "encrypted with age; decrypt it first"],
    ["-----BEGIN CMS-----\nMIAG", "encrypted as CMS; decrypt it first, with openssl cms -decrypt"],
    ["PGDMP\x01", "a dump of PostgreSQL; export the table of users as CSV"],
    [`email${",".repeat(1000)}\n`, "a table of more than 1000 columns"],
  ])("%j", async (file, found) => {
    expect(detectFormat(Buffer.from(file))).toBeNull();
    await expect(importRows(file)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "file", message: `File is ${found}. ${READ}` }],
    });
  });

  test("a wide table is one behind lines without values and with a header of many lines too", async () => {
    for (const file of [`,\nemail${",".repeat(1000)}\n`, `"email\n"${",".repeat(1000)}\n`]) {
      await expect(importRows(file)).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "file", message: "File is a table of more than 1000 columns" }],
      });
    }
  });

  test("a bundle has a reader of its own", async () => {
    expect(detectFormat(zip("manifest.json"))).toEqual({ format: "bundle", columns: [] });
    await expect(importRows(zip("manifest.json"))).rejects.toMatchObject({
      issues: [{ path: "file", message: "File is a zip and not one of rows" }],
    });
  });

  test.each(["email,name\n", "[]", '{"users":[]}', '{\n"realm":"example","clients":[{"users":[{"email":"a@example.com"}]}]}'])(
    "without users: %s",
    async (file) => {
      await expect(importRows(file)).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "file", message: "File has no users in it" }],
      });
    },
  );

  test("columns that name nobody, and a mapping that names what is not there", async () => {
    await expect(importRows("Shopping list\nmilk\n")).rejects.toMatchObject({
      issues: [{ path: "file", message: "File has no column for the email. Its columns are: Shopping list" }],
    });
    await expect(importRows("email\na@example.com\n", { mapping: { name: "Nom", shoe_size: "email" } })).rejects.toMatchObject({
      issues: [
        { path: "mapping.name", message: "Mapping names the column Nom, which the file does not have" },
        { path: "mapping.shoe_size", message: "Mapping names the field shoe_size, which there is not" },
      ],
    });
    await expect(importRows("email\na@example.com\n", { format: "excel" })).rejects.toMatchObject({ issues: [{ path: "format" }] });
  });

  test("whoever stops reading closes the file", async () => {
    let closed = 0;
    async function* file() {
      try {
        yield Buffer.from("%PDF");
        yield Buffer.from("-1.7");
      } finally {
        closed += 1;
      }
    }
    const { readRows } = await import("./read-rows");
    await expect(readRows(file()).next()).rejects.toMatchObject({ code: "invalid" });
    expect(closed).toBe(1);
  });
});
