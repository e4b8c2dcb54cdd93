import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyName, subjectName } from "@/lib/mail/templates/untrusted-name";

const NON_JOINER = "\u200c";
const visible = (text: string) => text.replaceAll(NON_JOINER, "");

describe("both kinds", () => {
  for (const clean of [subjectName, bodyName]) {
    test(`${clean.name} leaves a decent name alone`, () => {
      for (const name of [
        "Acme",
        "Jane Doe",
        "O’Hara & Söhne",
        "Acme Inc.",
        "J. R. Smith",
        "Studio 54",
        "株式会社アクメ",
        "Yahoo!",
        "👨‍👩‍👧 Family",
        "C++",
      ]) {
        expect(clean(name)).toBe(name);
      }
    });

    test(`${clean.name} makes one line of everything`, () => {
      expect(clean("Acme\r\nBcc: eve@evil.com")).not.toMatch(/[\r\n]/);
      expect(visible(clean("a\u0000b\u0007c\u2028d\u2029e\u0085f\tg"))).toBe("a b c d e f g");
      expect(clean("  Acme \n\n Ltd  ")).toBe("Acme Ltd");
    });

    test(`${clean.name} drops what is invisible or turns text around`, () => {
      expect(clean("\u202eAcme\u202c\u2066\u2069\u200b\u00ad\ufeff\u200e\u{e0041}")).toBe("Acme");
      expect(clean("Ac\ud800me")).toBe("Ac me");
    });

    test(`${clean.name} answers an empty text where nothing can be read`, () => {
      for (const nothing of ["", " ", "\r\n", "\u200b\u200b", "\u200d", "\u202e", "\u0301"]) expect(clean(nothing)).toBe("");
    });

    test(`${clean.name} shows at most 60 characters and cuts none in half`, () => {
      expect(clean("a".repeat(60))).toBe("a".repeat(60));
      expect(clean("a".repeat(61))).toBe(`${"a".repeat(59)}…`);
      expect(clean("🚲".repeat(100_000))).toBe(`${"🚲".repeat(59)}…`);
    });
  }
});

describe("subjectName", () => {
  test("keeps a site that is called like its domain readable for filters", () => expect(subjectName("Cal.com")).toBe("Cal.com"));

  test.each(["http://evil.com", "https://evil.com/x", "www.evil.com", "WWW.evil.com", "eve@evil.com", "evil.com/x", "\\\\evil.com\\x"])(
    "breaks %j",
    (name) => {
      expect(subjectName(name)).not.toBe(name);
      expect(visible(subjectName(name))).toBe(name);
    },
  );
});

describe("bodyName", () => {
  /** Wider than any mail program's own guess: letters or digits around a dot, a scheme, an address, a telephone number. */
  const linkable = /[\p{L}\p{N}-]+[.．。｡․][\p{L}\p{N}-]+|:\/|\/\/|www\.\S|[\p{L}\p{N}]@|@[\p{L}\p{N}]|(?:\d[ ().-]{0,3}){7}/iu;

  const hostile = [
    "evil.com",
    "http://evil.com",
    "https://evil.com/x?y=z#a",
    "HTTP://EVIL.COM",
    "//evil.com",
    "www.evil.com",
    "evil。com",
    "evil．com",
    "evil｡com",
    "evil․com",
    "éval.example",
    "eve@evil.com",
    "eve＠evil.com",
    "mailto:eve@evil.com",
    "tel:+19001234567",
    "+1 900 123 4567",
    "(900) 123-4567",
    "Jane evil.com Doe",
    "127.0.0.1",
    "javascript:alert(1)",
    "a.b.c.d.e",
  ];

  test.each(hostile)("%j cannot be taken for a link, and looks the same", (name) => {
    expect(linkable.test(name) || name.startsWith("javascript:")).toBe(true);
    expect(bodyName(name)).not.toMatch(linkable);
    expect(visible(bodyName(name))).toBe(name);
  });

  test("what is linked all the same is no host name", () => {
    for (const name of ["evil.com", "www.evil.com", "a.b.c"]) expect(domainToASCII(bodyName(name))).toBe("");
  });

  test("no name made of such parts is linkable", () => {
    const part = fc.oneof(
      fc.constantFrom(...hostile, ".", "@", ":", "/", "//", " ", "www", "http", "\u200b", "\u200d", "\u2060"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        expect(bodyName(parts.join(""))).not.toMatch(linkable);
        expect(bodyName(parts.join(""))).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 2000 },
    );
  });

  test("isolates a name that is written from right to left", () => {
    expect(bodyName("متجر")).toBe("\u2068متجر\u2069");
    expect(subjectName("متجر")).toBe("متجر");
  });
});
