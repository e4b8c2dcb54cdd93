import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isAppError } from "./errors";
import { checkFields, fieldLabel, fields, isLoopback } from "./fields";

/** What a rule makes of a value, or what it says against it. */
function read(field: keyof typeof fields, value: unknown): unknown {
  const result = z.object({ field: fields[field] }).safeParse({ field: value });
  return result.success ? result.data.field : result.error.issues.map(({ message }) => message).join();
}

const UNSAFE = [
  "a\0b",
  "a\nb",
  "a\rb",
  "a\tb",
  "a\x1bb",
  "a\x7fb",
  "a\x85b",
  "a\u202eb",
  "a\u202ab",
  "a\u2066b",
  "a\u2069b",
  "a\ud800b",
  "\udfffab",
];
const FINE = [
  "Jane",
  "Jane O’Connor-Smith",
  "名前",
  "אבג",
  "😀",
  "e\u0301",
  "a\u200db",
  "<script>alert(1)</script>",
  "Robert'); DROP TABLE sites;--",
  "{{7*7}}",
  "%00",
];

describe("a line of text", () => {
  test.each(["siteName", "operatorName"] as const)("%s must be there, is trimmed, and holds no control characters", (field) => {
    for (const nothing of [undefined, null, "", " ", "\t\n ", "\u00a0\u3000"]) expect(read(field, nothing)).toBe("can't be blank");
    for (const wrong of [0, 1, true, false, [], ["x"], {}, { toString: () => "x" }, Symbol.iterator, 1n])
      expect(read(field, wrong)).toBe("must be a text");
    for (const text of UNSAFE) expect(read(field, text)).toBe("contains characters that are not allowed");
    for (const text of FINE) expect(read(field, ` ${text}\n`)).toBe(text);
  });

  test("personName may be absent, null or blank, and all three are null", () => {
    for (const nothing of [undefined, null, "", "  "]) expect(read("personName", nothing)).toBeNull();
    expect(checkFields(z.object({ name: fields.personName }), {})).toEqual({ name: null });
    for (const text of UNSAFE) expect(read("personName", text)).toBe("contains characters that are not allowed");
    for (const text of FINE) expect(read("personName", text)).toBe(text);
  });

  test("has an end", () => {
    for (const [field, max] of [
      ["siteName", 100],
      ["operatorName", 200],
      ["personName", 200],
    ] as const) {
      expect(read(field, "a".repeat(max))).toBe("a".repeat(max));
      expect(read(field, "a".repeat(max + 1))).toBe("is too long");
      expect(read(field, "a".repeat(1_000_000))).toBe("is too long");
    }
  });

  test("whatever is accepted has no control character, no half of a character and no mark that turns the direction", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const result = z.object({ name: fields.siteName }).safeParse({ name: text });
        if (result.success) expect(result.data.name).toMatch(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a new password", () => {
  test("has 8 to 256 characters and at most 1,024 bytes, counted as people count", () => {
    expect(read("newPassword", "1234567")).toBe("is too short");
    expect(read("newPassword", "12345678")).toBe("12345678");
    expect(read("newPassword", "😀".repeat(7))).toBe("is too short");
    expect(read("newPassword", "😀".repeat(8))).toBe("😀".repeat(8));
    expect(read("newPassword", "a".repeat(256))).toBe("a".repeat(256));
    expect(read("newPassword", "a".repeat(257))).toBe("is too long");
    expect(read("newPassword", "😀".repeat(256))).toBe("😀".repeat(256));
    expect(read("newPassword", "日".repeat(256))).toBe("日".repeat(256));
    expect(read("newPassword", "a".repeat(1_025))).toBe("is too long");
  });

  test("is kept as it is, but for its Unicode form", () => {
    for (const text of ["  blanks stay  ", "\ttabs\tstay", "UPPER lower", "\u200bzero width\u200b"])
      expect(read("newPassword", text)).toBe(text);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 8, maxLength: 60 }), (text) => {
        if (!text.isWellFormed()) return;
        expect(read("newPassword", text.normalize("NFD"))).toBe(read("newPassword", text.normalize("NFC")));
      }),
    );
  });

  test("is refused when it cannot be typed again or is no text", () => {
    for (const text of ["12345678\0", "12345678\ud800", "\udc0012345678"])
      expect(read("newPassword", text)).toBe("contains characters that are not allowed");
    for (const nothing of [undefined, null, ""]) expect(read("newPassword", nothing)).toBe("can't be blank");
    for (const wrong of [12345678, true, ["12345678"], { not: "" }]) expect(read("newPassword", wrong)).toBe("must be a text");
  });
});

describe("a username", () => {
  test("holds nothing that nobody sees: it would look like another one", () => {
    for (const hidden of ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufe0f", "\u3164", "\u{e0041}"])
      expect(read("username", `jane${hidden}doe`)).toBe("contains characters that are not allowed");
    for (const spaced of ["jane doe", "jane\u3000doe", "jane@doe", "jane\uff20doe"])
      expect(read("username", spaced)).toBe("must not contain spaces or @");
    expect(read("username", " Jané_Doe ")).toEqual({ username: "Jané_Doe", canonical: "jané_doe" });
  });
});

describe("a given password", () => {
  test("only has to be possible; what is not equals no password", () => {
    expect(read("givenPassword", "x")).toBe("x");
    expect(read("givenPassword", "a".repeat(1_025))).toBe("");
    expect(read("givenPassword", "\ud800")).toBe("");
    expect(read("givenPassword", "")).toBe("can't be blank");
    expect(read("givenPassword", { not: "" })).toBe("must be a text");
  });
});

describe("an address of the customer's", () => {
  test("is kept as it was written", () => {
    const fine = [
      "https://a.example",
      "https://a.example/",
      "https://a.example:8443/cb?a=1&b=%20#x",
      "HTTPS://A.example",
      "https://münchen.example",
    ];
    fine.push(
      "http://localhost",
      "http://localhost:3000/cb",
      "http://app.localhost",
      "http://127.0.0.1:1",
      "http://127.9.9.9",
      "http://[::1]:3000/",
      "https://10.0.0.1",
    );
    for (const uri of fine) expect(read("uri", ` ${uri} `)).toBe(uri);
    for (const nothing of [undefined, null, "", " "]) expect(read("uri", nothing)).toBeNull();
  });

  test("whatever is accepted leads a browser to https or to this machine, and carries no user", () => {
    const part = fc.constantFrom(
      "https:",
      "http:",
      "javascript:",
      "data:",
      "//",
      "/",
      "\\",
      "@",
      ":",
      "a.example",
      "localhost",
      "127.0.0.1",
      "user",
      "%40",
      "#",
      "?",
      ".",
      " ",
      "\t",
      "\u0000",
      "[::1]",
      "evil",
      "80",
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom("https://", "http://", "HTTP://", ""), fc.array(part, { maxLength: 7 })), ([scheme, parts]) => {
        const result = z.object({ uri: fields.uri }).safeParse({ uri: scheme + parts.join("") });
        if (!result.success || result.data.uri === null) return;
        accepted += 1;
        const url = new URL(result.data.uri);
        expect(["https:", "http:"]).toContain(url.protocol);
        if (url.protocol === "http:") expect(isLoopback(url.hostname)).toBe(true);
        expect(url.username + url.password).toBe("");
        expect(result.data.uri).not.toMatch(/[\s\\\p{Cc}]/u);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(40);
  });

  test("an origin is written as browsers write it", () => {
    expect(read("origins", ["https://A.example:443/", "https://a.example", "http://localhost:80"])).toEqual([
      "https://a.example",
      "http://localhost",
    ]);
    expect(read("origins", [])).toEqual([]);
    expect(read("origins", "https://a.example")).toBe("must be a list of origins");
    expect(read("origins", Array(51).fill("https://a.example"))).toBe("is too long");
  });
});

describe("isLoopback", () => {
  test("knows the names of this machine and no others", () => {
    for (const name of ["localhost", "a.localhost", "a.b.localhost", "127.0.0.1", "127.255.255.255", "[::1]"])
      expect(isLoopback(name)).toBe(true);
    for (const name of [
      "localhost.",
      "localhost.evil.example",
      "notlocalhost",
      "127.0.0.1.evil.example",
      "128.0.0.1",
      "127.1",
      "[::2]",
      "::1",
      "0.0.0.0",
      "",
    ]) {
      expect(isLoopback(name)).toBe(false);
    }
  });
});

describe("checkFields", () => {
  test("says what is wrong with each field, with its name in front", () => {
    const shape = z.object({ email: fields.email, homeUri: fields.uri, name: fields.siteName });
    try {
      checkFields(shape, { email: "x", homeUri: "javascript:x" });
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error) && [error.code, error.issues]).toEqual([
        "invalid",
        [
          { path: "email", message: "Email is invalid" },
          { path: "homeUri", message: "Home URI must be a web address that starts with https://" },
          { path: "name", message: "Name can't be blank" },
        ],
      ]);
    }
  });

  test.each([
    ["email", "Email"],
    ["success_uri", "Success URI"],
    ["successUri", "Success URI"],
    ["site_id", "Site ID"],
    ["signup_endpoint.url", "URL"],
    ["signInEndpoint.apiKey", "API key"],
    ["callback_token_minutes", "Callback token minutes"],
    ["site.settings.sign_ups", "Sign ups"],
    ["", ""],
  ])("calls %j %j", (path, label) => {
    expect(fieldLabel(path)).toBe(label);
  });

  test("patterns stay linear: pathological texts of 50 kB are answered", () => {
    const texts = [
      "a".repeat(50_000),
      "@".repeat(50_000),
      `${"a.".repeat(25_000)}@`,
      `https://${"a".repeat(50_000)}`,
      `https://${"@".repeat(50_000)}`,
      "-".repeat(50_000),
    ];
    texts.push(`${"a-".repeat(25_000)}!`, "\u0301".repeat(50_000), " ".repeat(50_000), `${" ".repeat(25_000)}x${" ".repeat(25_000)}`);
    for (const text of texts) for (const field of Object.keys(fields) as (keyof typeof fields)[]) expect(read(field, text)).toBeDefined();
  });
});

test("what a rule says of its input is so: its example is taken, and one character more than the most is too long", () => {
  const told = Object.entries(fields).flatMap(([name, rule]) => {
    const { examples, maxLength } = z.globalRegistry.get(rule) ?? {};
    return Array.isArray(examples) ? [{ name: name as keyof typeof fields, example: examples[0], most: Number(maxLength) }] : [];
  });
  expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(["email", "newPassword", "personName", "siteName", "uri"]));
  for (const { name, example, most } of told) {
    const { success } = z.object({ field: fields[name] }).safeParse({ field: example });
    expect([name, success]).toEqual([name, true]);
    if (most > 0) expect([name, read(name, "a".repeat(most + 1))]).toEqual([name, expect.stringMatching(/is too long|is invalid/)]);
  }
});
