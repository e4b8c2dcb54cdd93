import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importRows } from "@/lib/testing/import-rows";
import { detectFormat } from "./detect-format";

const MD5 = "0c325ee46ea138191b1d3271cb6046e5";
const BCRYPT = "$2b$10$ZFwlMxpjeFMuoR2SCzYW/uGuk.9SmPfZSe5eFU/7eSFvqfEXRWZz6";

describe("CSV", () => {
  test("what csv-stringify writes is read back, whatever is in it", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "é", "🌷", '"', ",", ";", "\t", "|", "\n", "\r\n", " "), maxLength: 8 });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.boolean(),
        fc.nat(9),
        run,
      ),
      { numRuns: 300 },
    );

    async function run(rows: [string, string][], delimiter: string, end: "\n" | "\r\n", bom: boolean, quoted: boolean, size: number) {
      const records = rows.map(([first, second], index) => [`user${index}@example.com`, first, second]);
      const file = stringify([["email", "first", "second"], ...records], {
        delimiter,
        record_delimiter: end,
        bom,
        quoted,
        quoted_match: /[\r\n]/,
      });
      const read = await importRows(file, {}, size + 1);
      const imported = (first: string, second: string) =>
        Object.fromEntries(Object.entries({ first, second }).filter(([, text]) => text !== ""));
      expect(read).toEqual(
        rows.map(([first, second], index) => {
          const left = imported(first, second);
          const email = `user${index}@example.com`;
          return { row: index + 1, user: Object.keys(left).length > 0 ? { email, privateMetadata: { imported: left } } : { email } };
        }),
      );
    }
  });

  test("the lines of an old Macintosh", async () => {
    expect(await importRows("email\rada@example.com\r")).toEqual([{ row: 1, user: { email: "ada@example.com" } }]);
    const file = `email,name\r${"ada@example.com,Ada\r".repeat(20_000)}eve@example.com,a\nb\rgrace@example.com,Grace\r`;
    expect((await importRows(file)).slice(20_000)).toEqual([
      { row: 20_001, user: { email: "eve@example.com", name: "a\nb" } },
      { row: 20_002, user: { email: "grace@example.com", name: "Grace" } },
    ]);
  });

  test("columns in any order, without a name, twice, and lines without any value", async () => {
    expect(await importRows("name,E-Mail Address,,name\r\n\r\nAda,ada@example.com,x,Lovelace\r\n,,,\r\n,grace@example.com,,\r\n")).toEqual([
      {
        row: 1,
        user: { email: "ada@example.com", name: "Ada", privateMetadata: { imported: { "column 3": "x", "name (2)": "Lovelace" } } },
      },
      { row: 2, user: { email: "grace@example.com" } },
    ]);
  });
});

describe("a mapping", () => {
  test("decides what is what, in CSV and in JSON; all else is found by its name", async () => {
    const mapping = { email: "Contact", "metadata.plan": "Plan", "private_metadata.score": "email" };
    const users = [
      {
        row: 1,
        user: { email: "ada@example.com", name: "Ada", metadata: { plan: "gold" }, privateMetadata: { score: "7" } },
      },
    ];
    expect(await importRows("Contact,Plan,email,name\nada@example.com,gold,7,Ada\n", { mapping })).toEqual(users);
    expect(await importRows('{"Contact":"ada@example.com","Plan":"gold","email":"7","name":"Ada"}', { mapping })).toEqual(users);
  });

  test("is for a file in nobody's own names, so it makes one of any", async () => {
    const file = "cognito:username,email,mail\nada,work@example.com,ada@example.com\n";
    expect(detectFormat(Buffer.from(file))).toEqual({ format: "cognito", columns: ["cognito:username", "email", "mail"] });
    expect(await importRows(file, { mapping: { email: "mail", username: "cognito:username" } })).toEqual([
      { row: 1, user: { email: "ada@example.com", username: "ada", privateMetadata: { imported: { email: "work@example.com" } } } },
    ]);
  });
});

describe("the values of a field", () => {
  const one = async (record: object) => {
    const [row] = await importRows(`${JSON.stringify({ email: "a@example.com", ...record })}\n`);
    return row && "user" in row ? row.user : row?.messages;
  };

  test.each([
    ["2024-02-03", "2024-02-03T00:00:00.000Z"],
    ["2024-02-03T04:05:06Z", "2024-02-03T04:05:06.000Z"],
    ["2024-02-03 04:05:06.123456+02", "2024-02-03T02:05:06.123Z"],
    ["2024-02-03 04:05:06 UTC", "2024-02-03T04:05:06.000Z"],
    ["2024-02-03T04:05-0330", "2024-02-03T07:35:00.000Z"],
    [1706933106, "2024-02-03T04:05:06.000Z"],
    ["1706933106000", "2024-02-03T04:05:06.000Z"],
  ])("the date %j", async (created_at, iso) => {
    expect(await one({ created_at })).toEqual({ email: "a@example.com", createdAt: new Date(iso) });
  });

  test.each(["yesterday", "2024-02-30", "2024-13-01", "02/03/2024", 1e300, {}, true].filter((value) => value !== null))(
    "no date: %j",
    async (created_at) => {
      const expected = typeof created_at === "object" ? { email: "a@example.com" } : ["Created at is not a date"];
      expect(await one({ created_at })).toEqual(expected);
    },
  );

  test("yes and no", async () => {
    for (const verified of [true, 1, "1", "TRUE", "t", "Yes", " y "])
      expect(await one({ verified })).toMatchObject({ emailVerified: true });
    for (const verified of [false, 0, "0", "False", "f", "no", "N"])
      expect(await one({ verified })).toMatchObject({ emailVerified: false });
    expect(await one({ verified: "perhaps" })).toEqual(["Email verified must be true or false"]);
  });

  test("who is not active is blocked", async () => {
    expect(await one({ is_active: "f" })).toEqual({ email: "a@example.com", blocked: true });
    expect(await one({ is_active: true })).toEqual({ email: "a@example.com", blocked: false });
    expect(await one({ is_active: true, suspended: 1 })).toEqual({ email: "a@example.com", blocked: true });
  });

  test("all that is wrong with a row is told at once", async () => {
    expect(await one({ email: ["a"], verified: "?", metadata: "no", created_at: "?" })).toEqual([
      "Email must be a text",
      "Email verified must be true or false",
      "Created at is not a date",
      "Metadata must be a JSON object",
    ]);
    expect(await one({ metadata: `{"x":${"[".repeat(30)}${"]".repeat(30)}}` })).toEqual(["Row is nested more than 20 levels deep"]);
  });

  test("a password is kept to the last blank, a hash is never taken for one", async () => {
    expect(await one({ password: " Tulips in April " })).toEqual({ email: "a@example.com", password: " Tulips in April " });
    expect(await one({ password: BCRYPT })).toEqual({ email: "a@example.com", passwordHash: { kept: BCRYPT } });
    for (const password of [MD5, "$5$rounds=5000$salt$hash", "{SSHA}c2VjcmV0"]) {
      expect(await one({ password })).toEqual(["Password looks like a hash; call it password_hash"]);
    }
    expect(await one({ password_hash: "Tulips" })).toEqual(["Password hash is not of a kind we know"]);
  });

  test("a fast digest is for wrapping, and says of which kind it is", async () => {
    const digest = Buffer.from(MD5, "hex");
    const salted = { password_hash: MD5, password_hash_algorithm: "MD5", password_salt: "pepper" };
    const fast = { algorithm: "md5", digest, salt: Buffer.from("pepper") };
    expect(await one(salted)).toEqual({ email: "a@example.com", passwordHash: { fast: { ...fast, position: "prefix" } } });
    expect(await one({ ...salted, password_hash: digest.toString("base64"), salt_position: "suffix" })).toEqual({
      email: "a@example.com",
      passwordHash: { fast: { ...fast, position: "suffix" } },
    });
    expect(await one({ password_hash: MD5 })).toEqual(["Password hash is not of a kind we know"]);
    expect(await one({ password_hash: MD5, hash_algorithm: "sha512" })).toEqual(["Password hash is no sha512 digest"]);
    expect(await one({ ...salted, salt_position: "middle" })).toEqual(["Password hash must have its salt as a prefix or a suffix"]);
    expect(await one({ password_hash: MD5, hash_algorithm: "crc32" })).toEqual(["Password hash is not of a kind we know"]);
  });

  test("SECURITY: what is named like a secret is left out of the metadata, at any depth, and told", async () => {
    expect(await one({ reset_token: "abc", phone: "1", logins: [{ provider: "x", refreshToken: "abc" }], hasPassword: true })).toEqual({
      email: "a@example.com",
      privateMetadata: {
        imported: { phone: "1", logins: [{ provider: "x" }], hasPassword: true, left_out: ["reset_token", "refreshToken"] },
      },
    });
  });
});
