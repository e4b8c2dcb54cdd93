import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type RawEntry, rawZip } from "@/lib/testing/raw-zip";
import { openArchive } from "./archive";
import { lineCounter, linesOf } from "./lines";
import type { BundleFile, Manifest } from "./manifest";
import { siteUserSessions } from "./parts/site-user-sessions";
import { BUNDLE_LIMITS, readBundle } from "./read-bundle";

const USERS = "site_users.ndjson";
const SESSIONS = "site_user_sessions.ndjson";

const fromBuffer = (archive: Buffer) => ({
  bytes: archive.length,
  async *read(from: number, to: number) {
    yield archive.subarray(from, to);
  },
});

const described = (name: string, content: string, other: Partial<BundleFile> = {}): BundleFile => ({
  name,
  rows: content.split("\n").length - 1,
  bytes: Buffer.byteLength(content),
  sha256: createHash("sha256").update(content).digest("hex"),
  ...other,
});

const manifestOf = (files: BundleFile[], other: object = {}): Manifest => ({
  format: "signin-fast-bundle",
  schema_version: 1,
  product_version: "0.1.0",
  created_at: "2026-01-01T00:00:00.000Z",
  site: { id: 1, name: "Acme", slug: "acme" },
  include_secrets: false,
  recipient: null,
  files,
  ...other,
});

const CONTENT = '{"a":1}\n{"b":2}\n';
const users = { name: USERS, content: CONTENT } satisfies RawEntry;
const manifestEntry = (manifest: unknown): RawEntry => ({ name: "manifest.json", content: JSON.stringify(manifest) });
const good = manifestEntry(manifestOf([described(USERS, CONTENT)]));
const megabyte = Buffer.alloc(1024 * 1024);
const zip = (...entries: RawEntry[]) => rawZip(entries);

/** The archive where the manifest says this of the users. */
const saying = (other: Partial<BundleFile>) => zip(users, manifestEntry(manifestOf([described(USERS, CONTENT, other)])));
const changed = (archive: Buffer, at: number, byte: number) =>
  Buffer.concat([archive.subarray(0, at), Buffer.from([byte]), archive.subarray(at + 1)]);

const DAMAGED = "File is damaged, or no zip archive";
const NO_PART = "File holds something that is no part of a bundle";
const UNREADABLE = "File has a manifest that cannot be read";
const OTHER = `File holds a ${USERS} that is not the one its manifest describes`;
const CROWDED = "File holds more files than a bundle has";

const HOSTILE: [name: string, archive: Buffer, sentence: string][] = [
  ["an empty file", Buffer.alloc(0), DAMAGED],
  ["no archive", Buffer.from("id,email\n1,jane@example.com\n"), DAMAGED],
  ["the end of an archive alone", rawZip([], { entryCount: 1 }), DAMAGED],
  ["an empty archive", zip(), "File lacks manifest.json: it is no bundle"],
  ["half an archive", zip(users, good).subarray(0, 200), DAMAGED],
  ["an archive without its beginning", zip(users, good).subarray(40), DAMAGED],
  ["a path that leads out", zip(users, good, { name: "../../etc/passwd" }), DAMAGED],
  ["a path that leads out with backslashes", zip(users, { name: "..\\..\\evil" }, good), DAMAGED],
  ["an absolute path", zip(users, { name: "/etc/passwd" }, good), DAMAGED],
  ["a drive", zip(users, { name: "C:/autoexec.bat" }, good), DAMAGED],
  ["a known name in a folder", zip({ ...users, name: `bundle/${USERS}` }, good), NO_PART],
  ["a name with a NUL behind a known one", zip({ ...users, name: `${USERS}\0.exe` }, good), NO_PART],
  ["another case of a known name", zip({ ...users, name: USERS.toUpperCase() }, good), NO_PART],
  ["a folder", zip(users, { name: "site.json/" }, good), NO_PART],
  ["no name", zip(users, { name: "" }, good), NO_PART],
  ["a file that nobody knows", zip(users, { name: "run.sh", content: "rm -rf /" }, good), NO_PART],
  ["the same file twice", zip(users, users, good), `File holds ${USERS} twice`],
  ["the manifest twice", zip(users, good, good), "File holds manifest.json twice"],
  ["a hundred files", zip(...Array.from({ length: 100 }, () => users), good), CROWDED],
  ["65,534 files that are not there", rawZip([users, good], { entryCount: 65_534 }), CROWDED],
  ["a file behind a password", zip({ ...users, flags: 1 }, good), `File holds ${USERS} behind a password`],
  ["an unknown compression", zip({ ...users, method: 14 }, good), `File holds ${USERS} in an unknown compression`],
  ["a bomb", zip({ name: USERS, content: Buffer.alloc(64 * 1024 * 1024) }, good), `File holds a ${USERS} that is compressed too far`],
  [
    "a bomb that says it is small",
    zip({ name: USERS, packed: deflateRawSync(Buffer.alloc(64 * 1024 * 1024)), uncompressedSize: CONTENT.length }, good),
    DAMAGED,
  ],
  [
    "a file that says it is 200 GB",
    zip({ ...users, uncompressedSize: 0xfffffffe }, good),
    `File holds a ${USERS} that is compressed too far`,
  ],
  ["a file that says it is shorter", zip({ ...users, uncompressedSize: 3 }, good), DAMAGED],
  ["a stored file longer than the archive", zip({ ...users, method: 0, compressedSize: 99_999, uncompressedSize: 99_999 }, good), DAMAGED],
  ["bytes that do not unpack", zip({ ...users, packed: Buffer.from("no deflate stream") }, good), DAMAGED],
  ["a header in the middle of nowhere", zip({ ...users, offset: 7 }, good), DAMAGED],
  ["a changed byte in the users", changed(rawZip([{ ...users, method: 0 }, good]), 30 + USERS.length + 3, 0x7a), OTHER],
  ["a wrong hash", saying({ sha256: "0".repeat(64) }), OTHER],
  ["a row too many", saying({ rows: 1 }), OTHER],
  ["a row too few", saying({ rows: 3 }), OTHER],
  ["a byte too many", saying({ bytes: CONTENT.length - 1 }), OTHER],
  [
    "a line of a gigabyte",
    zip(
      { name: USERS, content: Buffer.alloc(900 * 1024, "x") },
      manifestEntry(manifestOf([described(USERS, "", { bytes: 1e9, rows: 1 })])),
    ),
    "File has a line that is too long",
  ],
  [
    "a file that the manifest does not name",
    zip(users, { name: SESSIONS }, good),
    `File holds ${SESSIONS}, which its manifest does not name`,
  ],
  ["a manifest that names a file that is not there", zip(good), `File lacks ${USERS}, which its manifest names`],
  [
    "a manifest that names itself",
    zip(manifestEntry(manifestOf([described("manifest.json", "")]))),
    "File holds a manifest.json that is not the one its manifest describes",
  ],
  [
    "a manifest that names a file twice",
    zip(users, manifestEntry(manifestOf([described(USERS, CONTENT), described(USERS, CONTENT)]))),
    "File has a manifest that names a file twice",
  ],
  [
    "a manifest that leads out",
    zip(users, manifestEntry(manifestOf([described("../x", CONTENT)]))),
    "File lacks ../x, which its manifest names",
  ],
  ["a manifest that is too large", zip(users, { name: "manifest.json", content: megabyte }), "File has a manifest that is too large"],
  ["a manifest that is no JSON", zip(users, { name: "manifest.json", content: "{" }), UNREADABLE],
  ["a manifest that is null", zip(users, manifestEntry(null)), UNREADABLE],
  ["a manifest of something else", zip(users, manifestEntry({ ...manifestOf([]), format: "tarball" })), UNREADABLE],
  ["a manifest with negative numbers", saying({ rows: -1 }), UNREADABLE],
  [
    "a bundle of the future",
    zip(users, manifestEntry({ ...manifestOf([]), schema_version: 2 })),
    "File is of version 2 of the format; this installation reads up to 1",
  ],
];

describe("a hostile archive", () => {
  test.each(HOSTILE)("%s is refused", async (_, archive, sentence) => {
    await expect(readBundle(fromBuffer(archive))).rejects.toMatchObject({ code: "invalid", issues: [{ path: "file", message: sentence }] });
  });

  test("of many megabytes is not unpacked into memory", async () => {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc") as () => void;
    // The second waits until what the first found is given back, which happens in another thread.
    const inUse = () => {
      gc();
      gc();
      return process.memoryUsage().arrayBuffers;
    };
    const content = `${"x".repeat(99_999)}\n`.repeat(300);
    const archive = zip({ name: USERS, content });
    const before = inUse();
    const opened = await openArchive(fromBuffer(archive), [USERS], { ...BUNDLE_LIMITS, ratio: 2_000 });
    const samples: number[] = [];
    let bytes = 0;
    for await (const line of linesOf(opened.read(USERS), BUNDLE_LIMITS.lineBytes)) {
      bytes += line.length + 1;
      if (bytes % 10_000_000 === 0) samples.push(inUse() - before);
    }
    expect(bytes).toBe(content.length);
    expect(samples).toHaveLength(3);
    expect(samples.toSorted((a, b) => a - b)[1]).toBeLessThan(4 * 1024 * 1024);
  });

  test("is told from a source that fails: that is not the file's fault", async () => {
    const archive = zip(users, good);
    for (const until of [0, 1, 2, 5, 8]) {
      let reads = 0;
      const source = {
        bytes: archive.length,
        async *read(from: number, to: number) {
          reads += 1;
          if (reads > until) throw new Error("the database is away");
          yield archive.subarray(from, to);
        },
      };
      await expect(readBundle(source)).rejects.toThrow("the database is away");
    }
  });
});

test("a line that is no row is told by its number, and the others are read", async () => {
  const row = {
    id: 1,
    site_user_uuid: "13ce8642-c984-444b-a45f-4ac65ef2eaa4",
    token_last4: "abcd",
    created_at: "2026-01-01T00:00:00.123456+00:00",
    expires_at: "2026-01-01T00:02:00Z",
    used_at: null,
  };
  const lines = [JSON.stringify(row), "not JSON", "\xff", "{}", JSON.stringify({ ...row, extra: 1 }), JSON.stringify({ ...row, id: 2 })];
  const content = `${lines.join("\n")}\n`;
  const bundle = await readBundle(fromBuffer(zip({ name: SESSIONS, content }, manifestEntry(manifestOf([described(SESSIONS, content)])))));
  const rows = [];
  for await (const found of bundle.rows(siteUserSessions))
    rows.push("value" in found ? [found.row, found.value.id] : [found.row, found.issues.length]);
  expect(rows).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 6],
    [5, 1],
    [6, 2],
  ]);
  const behind = [];
  for await (const { row: number } of bundle.rows(siteUserSessions, { behind: 4 })) behind.push(number);
  expect(behind).toEqual([5, 6]);
});

test("what the database could not keep is no row: it would keep every other from being written", () => {
  const row = { id: 1, site_user_uuid: "13ce8642-c984-444b-a45f-4ac65ef2eaa4", token_last4: "a-_9", used_at: null };
  const isRow = (times: object) => siteUserSessions.row.safeParse({ ...row, created_at: GOOD, expires_at: GOOD, ...times }).success;
  const GOOD = "0001-01-02T00:00:00+15:59";
  for (const time of [GOOD, "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.123456-12:00"])
    expect(isRow({ created_at: time })).toBe(true);
  for (const time of ["0000-12-31T00:00:00Z", "2026-01-01T00:00:00+16:00", "2026-01-01T00:00:00-23:59", "9999-12-31T23:59:59-00:01"])
    expect(isRow({ expires_at: time })).toBe(false);
  for (const token_last4 of ["a\0bc", "\ud800abc", "a bc"]) expect(isRow({ token_last4 })).toBe(false);
});

test("lines are cut wherever the bytes are", async () => {
  async function* chunks(text: string, size: number) {
    for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
  }
  for (const size of [1, 2, 3, 100]) {
    for (const [text, lines] of [
      ["", []],
      ["a", ["a"]],
      ["a\n", ["a"]],
      ["a\n\nbcd\ne", ["a", "", "bcd", "e"]],
    ] as const) {
      const seen = [];
      for await (const line of linesOf(chunks(text, size), 10)) seen.push(line.toString());
      expect(seen).toEqual(lines);
      const counter = lineCounter(10);
      for await (const chunk of chunks(text, size)) counter.add(chunk);
      expect(counter.lines()).toBe(lines.length);
    }
  }
});
