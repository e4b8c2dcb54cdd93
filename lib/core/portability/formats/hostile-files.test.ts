import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/kernel/errors";
import { importRows } from "@/lib/testing/import-rows";
import { FORMATS } from "./index";
import { ROW_LIMIT } from "./row-bytes";

/** Rows, or what was wrong with the file. */
async function outcome(file: string | Uint8Array, pieceBytes?: number) {
  try {
    return await importRows(file, {}, pieceBytes);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, issues: error.issues };
  }
}

describe("whatever a file is, it is read or refused, and read the same in pieces of any size", () => {
  const parts = [
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "é",
    " ",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    '"users":[',
    '"email":"a@example.com"',
  ];
  const text = fc.tuple(
    fc.constantFrom("", "email,id\n", "[", '{"users":[', '{"email":'),
    fc.array(fc.constantFrom(...parts), { maxLength: 40 }),
  );

  test("text", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async ([start, rest], pieceBytes) => {
        const file = start + rest.join("");
        expect(await outcome(file, pieceBytes)).toEqual(await outcome(file));
      }),
      { numRuns: 500 },
    );
  });

  test("bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("", "email\n", "[", "{"), async (bytes, start) => {
        await outcome(Buffer.concat([Buffer.from(start), bytes]));
      }),
      { numRuns: 500 },
    );
  });

  test("values of any kind under the names that the formats know", async () => {
    const names = ["user_id", "_id", "passwordHash", "loginMethods", "localId", "realm", "users", "username", "credentials", "attributes"];
    names.push("encrypted_password", "raw_user_meta_data", "primary_email_address", "password_digest", "cognito:username", "email");
    names.push("email_verified", "created_at", "createdAt", "custom_password_hash", "accounts", "password", "password_hash", "metadata");
    const odd = fc.constantFrom("__proto__", "toString", "valueOf", "constructor", "toJSON", "length", "$oid");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("object")),
      list: fc.array(tie("value"), { maxLength: 3 }),
      object: fc.dictionary(fc.oneof(odd, fc.constantFrom(...names)), tie("value"), { maxKeys: 4 }),
    }));
    const row = fc.dictionary(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, odd), value, { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(row, fc.constantFrom(...FORMATS), async (record, { id }) => {
        const rows = await importRows(JSON.stringify([record]), { format: id });
        expect(rows.map(({ row }) => row)).toEqual([1]);
      }),
      { numRuns: 1000 },
    );
  });
});

test("a file of nothing but brackets costs no more than its bytes", async () => {
  const refused = { code: "invalid", issues: [{ path: "file", message: "File has no users in it" }] };
  for (const brackets of ["[]", "{}", "["]) expect(await outcome(`{"a":${brackets.repeat(ROW_LIMIT)}`)).toEqual(refused);
});

test("while a file is read, others have their turn, whether it has rows or not", async () => {
  for (const line of ["\n", "\r\n", ",,,,,,,,,,,,,,,\n"]) {
    let turns = 0;
    const counting = setInterval(() => turns++);
    await outcome(`email,id\n${line.repeat(ROW_LIMIT / line.length)}`);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
  }
});

describe("a row that is bad stands alone", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  test.each([
    ["NDJSON", (row: string) => `{"email":"a@example.com"}\n${row}\n{"email":"c@example.com"}\n`],
    ["JSON", (row: string) => `[{"email":"a@example.com"},\n${row},\n{"email":"c@example.com"}]`],
    [
      "a list of users",
      (row: string) => `{"version":1,"users":[{"email":"a@example.com"},\n${row}\n,{"email":"c@example.com"}],"more":[{}]}`,
    ],
  ])("%s", async (_, around) => {
    const bad: [row: string, message: string][] = [
      ['{"email": tru}', "Row is not valid JSON"],
      ['{"name": "Ada, "email": "b@example.com"}', "Row is not valid JSON"],
      ["7", "Row is not a JSON object"],
      [`{"email":"b@example.com","x":${deep(25)}}`, "Row is nested more than 20 levels deep"],
      [`{"email":"b@example.com","x":${deep(100_000)}}`, "Row is nested more than 20 levels deep"],
      [`{"email":"b@example.com","x":"\\u0000"}`, "Row contains characters that are not allowed"],
      [`{"email":"b@example.com","x":["\\ud800"]}`, "Row contains characters that are not allowed"],
      [`{"email":"b@example.com","x":"${"x".repeat(ROW_LIMIT)}"}`, "Row is larger than 1 MiB"],
    ];
    for (const [row, message] of bad) {
      expect(await importRows(around(row))).toEqual([
        { row: 1, user: { email: "a@example.com" } },
        { row: 2, messages: [message] },
        { row: 3, user: { email: "c@example.com" } },
      ]);
    }
  });

  test("CSV", async () => {
    const bad: [row: string | Buffer, message: string][] = [
      ["b@example.com", "Row has 1 column where the header has 2 columns"],
      ["b@example.com,,", "Row has 3 columns where the header has 2 columns"],
      ['b@example.com,"one\ntwo",', "Row has 3 columns where the header has 2 columns; its quotes join 2 lines"],
      ["b@example.com,\0", "Row contains characters that are not allowed"],
      [Buffer.from("b@example.com,caf\xe9", "latin1"), "Row is not UTF-8 text; save the file as UTF-8"],
      [`b@example.com,"${"x,\n".repeat(ROW_LIMIT / 2)}"`, "Row is larger than 1 MiB"],
    ];
    for (const [row, message] of bad) {
      const file = Buffer.concat([Buffer.from("email,notes\na@example.com,\n"), Buffer.from(row), Buffer.from("\nc@example.com,\n")]);
      expect(await importRows(file)).toEqual([
        { row: 1, user: { email: "a@example.com" } },
        { row: 2, messages: [message] },
        { row: 3, user: { email: "c@example.com" } },
      ]);
    }
  });

  test("a file that breaks off says so", async () => {
    const first = { row: 1, user: { email: "a@example.com" } };
    expect(await importRows('[{"email":"a@example.com"},{"email":"b@ex')).toEqual([
      first,
      { row: 2, messages: ["File ends in the middle of this row"] },
    ]);
    expect(await importRows('[{"email":"a@example.com"}] [{"email":"b@example.com"}]')).toEqual([
      first,
      { row: 2, messages: ["What follows the end of the list cannot be read"] },
    ]);
    expect(await importRows('email,notes\na@example.com,\nb@example.com,"never closed\nc@example.com,')).toEqual([
      first,
      { row: 2, messages: ["A quote is opened in this row and never closed: what follows it cannot be read"] },
    ]);
  });

  test("keys that objects have anyway, and keys that come twice, are keys like any other", async () => {
    const rows = await importRows('{"email":"a@example.com","email":"b@example.com","__proto__":{"blocked":true},"toString":1}\n');
    expect(rows).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(rows))).toEqual([
      {
        row: 1,
        user: { email: "b@example.com", privateMetadata: { imported: JSON.parse('{"__proto__":{"blocked":true},"toString":1}') } },
      },
    ]);
    expect(({} as { blocked?: boolean }).blocked).toBeUndefined();
  });
});
