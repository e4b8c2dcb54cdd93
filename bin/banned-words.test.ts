import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What the product does without, and where else it may stand. */
const BANNED: readonly { readonly words: RegExp; readonly instead: string; readonly butIn?: RegExp }[] = [
  { words: /\beval\(|new Function\(/, instead: "no text is run" },
  { words: /\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|dangerouslySetInnerHTML/, instead: "text goes into text nodes" },
  { words: /\b(localStorage|sessionStorage|indexedDB)\b/, instead: "nothing is kept in browsers but cookies" },
  { words: /\b(query|execute)RawUnsafe\b|\bPrisma\.raw\(/, instead: "SQL holds no value", butIn: /^lib\/db\/tenant-db\.ts$/ },
  { words: /Math\.random\(/, instead: "chance is node:crypto's" },
  { words: /node:child_process/, instead: "no program is started", butIn: /^(bin|lib\/db\/embedded)\// },
  { words: /\bdns\.lookup\b/, instead: "addresses of customers are called by lib/outgoing" },
  { words: /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED =/, instead: "certificates are checked" },
  { words: /createCipher\(|["']aes-\d+-(ecb|cbc)["']|["']des-/, instead: "AES-256-GCM" },
  { words: /jwt\.verify|decodeJwt\(/, instead: "jose's jwtVerify" },
];

const sources = ["app", "bin", "lib", "server", "embed/src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.|(^|\/)(testing|generated)\//.test(file))
    .map((file) => join(folder, file)),
);

/** The words in a source that it should do without. A comment may name them. */
function bannedIn(file: string, text: string): string[] {
  const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, "");
  return BANNED.flatMap(({ words, instead, butIn }) => {
    const [found] = butIn?.test(file) ? [] : (words.exec(code) ?? []);
    return found === undefined ? [] : [`${file}: ${found} (${instead})`];
  });
}

test("no source runs texts, writes markup, builds SQL of values, or asks a poor source of chance", () => {
  expect(sources.length).toBeGreaterThan(800);
  expect(sources.flatMap((file) => bannedIn(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("this search finds each of them, and passes over what a comment says", () => {
  const lines = [
    'eval("x")',
    "element.innerHTML = name",
    "localStorage.token = x",
    "db.$queryRawUnsafe(text)",
    "Math.random()",
    'import { exec } from "node:child_process"',
    "dns.lookup(host)",
    "{ rejectUnauthorized: false }",
    'createCipheriv("aes-256-cbc", key, iv)',
    "decodeJwt(token)",
  ];
  expect(lines.map((line) => bannedIn("lib/x.ts", line).length)).toEqual(lines.map(() => 1));
  expect(bannedIn("lib/x.ts", " * SECURITY: by c-ares and not by `dns.lookup`.\n// eval(x)")).toEqual([]);
  expect(bannedIn("bin/run.mjs", 'import { spawn } from "node:child_process"')).toEqual([]);
});
