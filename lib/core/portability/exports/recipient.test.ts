import { execFile, execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, hash, type KeyObject } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encryptedTo, recipientField } from "./recipient";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const spki = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();
const RECIPIENT = spki(rsa.publicKey);
const jwkKey = (n: string, e: string) => spki(createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" }));
const { n: MODULUS = "" } = rsa.publicKey.export({ format: "jwk" });

const problemOf = (text: unknown) => recipientField.safeParse(text).error?.issues.map(({ message }) => message);

async function* chunks(...parts: Uint8Array[]) {
  yield* parts;
}

async function encrypted(recipient: string, ...parts: Uint8Array[]): Promise<Buffer> {
  const written: Uint8Array[] = [];
  for await (const part of encryptedTo(recipient, chunks(...parts))) written.push(part);
  return Buffer.concat(written);
}

describe("a recipient", () => {
  test("is told as SPKI, whatever the key came in", () => {
    expect(recipientField.parse(RECIPIENT)).toBe(RECIPIENT);
    expect(recipientField.parse(`\n${RECIPIENT.replaceAll("\n", "\r\n")}  `)).toBe(RECIPIENT);
    expect(recipientField.parse(rsa.publicKey.export({ type: "pkcs1", format: "pem" }))).toBe(RECIPIENT);
  });

  const unreadable = "is no PEM public key that can be read (-----BEGIN PUBLIC KEY-----)";
  const isPrivate = "is a private key; give the public one";
  const other = "is no RSA key; only those and keys of age can be encrypted to";

  test.each<[what: string, text: string, problem: string]>([
    ["of neither kind", "ssh-ed25519 AAAA", "is no public key: neither of age (age1…) nor PEM (-----BEGIN PUBLIC KEY-----)"],
    ["of age, mistyped", `age1${"q".repeat(58)}`, "is no public key of age (age1…)"],
    ["the other half", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), isPrivate],
    ["the other half of age", `AGE-SECRET-KEY-1${"Q".repeat(58)}`, isPrivate],
    ["both halves", `${RECIPIENT}${rsa.privateKey.export({ type: "pkcs1", format: "pem" })}`, isPrivate],
    ["two keys", `${RECIPIENT}${RECIPIENT}`, unreadable],
    ["cut off", RECIPIENT.slice(0, -30), unreadable],
    ["with a letter less", RECIPIENT.replace("MIIB", "MIB"), unreadable],
    ["on one line", RECIPIENT.replaceAll("\n", ""), unreadable],
    ["a certificate that is none", RECIPIENT.replaceAll("PUBLIC KEY", "CERTIFICATE"), unreadable],
    ["for signatures", spki(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).publicKey), other],
    ["of an elliptic curve", spki(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey), other],
    ["of Ed25519", spki(generateKeyPairSync("ed25519").publicKey), other],
    ["weak", spki(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey), "is an RSA key of 1024 bits; it needs 2048 at least"],
    ["with the exponent 1", jwkKey(MODULUS, "AQ"), "is an RSA key that cannot be encrypted to"],
    ["with an even modulus", jwkKey(`${MODULUS.slice(0, -2)}AA`, "AQAB"), "is an RSA key that cannot be encrypted to"],
    ["beyond all measure", jwkKey("_".repeat(3_000), "AQAB"), "is an RSA key that cannot be encrypted to"],
  ])("%s is refused", (_, text, problem) => {
    expect(problemOf(text)).toEqual([problem]);
  });
});

describe("bytes encrypted to an RSA key", () => {
  test("go out as they come in, and whoever stops reading ends the source", async () => {
    let asked = 0;
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) {
          asked += 1;
          yield Buffer.from(String(asked));
        }
      } finally {
        isClosed = true;
      }
    }
    const reading = encryptedTo(RECIPIENT, endless());
    await reading.next();
    for (let part = 1; part <= 3; part += 1) {
      await reading.next();
      expect([asked, isClosed]).toEqual([part, false]);
    }
    await reading.return(undefined);
    expect([asked, isClosed]).toEqual([3, true]);
  });

  test("are other bytes each time", async () => {
    const [first, second] = [await encrypted(RECIPIENT, Buffer.from("the same")), await encrypted(RECIPIENT, Buffer.from("the same"))];
    expect(first.equals(second)).toBe(false);
  });
});

/** The machine's own OpenSSL, as the owner of a key has it: nothing of ours opens these files. */
describe("OpenSSL opens what is encrypted to an RSA key", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "signin-recipient-"));
    await writeFile(join(folder, "key.pem"), rsa.privateKey.export({ type: "pkcs8", format: "pem" }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const lacksOpenSsl = !/^OpenSSL ([3-9]|\d\d)/.test(versionOfOpenSsl());
  const REASON = "needs OpenSSL 3.0 or later";

  const run = (command: string, args: string[]) =>
    new Promise<number>((done) => {
      const child = execFile(command, args, { cwd: folder }, () => done(child.exitCode ?? -1));
    });

  async function opened(file: Uint8Array, name = "file"): Promise<{ status: number; bytes: Buffer }> {
    await writeFile(join(folder, `${name}.p7m`), file);
    const words = `cms -decrypt -binary -inform DER -in ${name}.p7m -inkey key.pem -out ${name}.zip`;
    const status = await run("openssl", words.split(" "));
    return { status, bytes: await readFile(join(folder, `${name}.zip`)).catch(() => Buffer.alloc(0)) };
  }

  test("by the commands of docs/bundle.md", async ({ skip }) => {
    skip(lacksOpenSsl, REASON);
    const written = await readFile(new URL("../../../../docs/bundle.md", import.meta.url), "utf8");
    const [makeKeys = "", open = "", ...more] = /```openssl\n([^`]+)```/.exec(written)?.[1]?.split("\n\n") ?? [];
    expect(more).toEqual([]);
    expect(await run("sh", ["-ec", makeKeys])).toBe(0);
    const recipient = recipientField.parse(await readFile(join(folder, "public.pem"), "utf8"));
    const archive = Buffer.from("PK\r\n\0 as it is \n");
    await writeFile(join(folder, "acme-2026-11-22.zip.p7m"), await encrypted(recipient, archive));
    expect(await run("sh", ["-ec", open])).toBe(0);
    expect(await readFile(join(folder, "acme-2026-11-22.zip"))).toEqual(archive);
  });

  test("of any length, in whatever pieces it came", async ({ skip }) => {
    skip(lacksOpenSsl, REASON);
    const lengths = [0, 1, 127, 128, 255, 256, 65_535, 65_536, 3_000_000];
    const parts = lengths.map((length, at) => Buffer.alloc(length, at));
    expect(await opened(await encrypted(RECIPIENT))).toEqual({ status: 0, bytes: Buffer.alloc(0) });
    const { status, bytes } = await opened(await encrypted(RECIPIENT, ...parts));
    expect([status, hash("sha256", bytes)]).toEqual([0, hash("sha256", Buffer.concat(parts))]);
  });

  test("with the key of a certificate", async ({ skip }) => {
    skip(lacksOpenSsl, REASON);
    const made = await run("openssl", "req -x509 -new -key key.pem -subj /CN=acme.example -days 1 -out cert.pem".split(" "));
    expect(made).toBe(0);
    const recipient = recipientField.parse(await readFile(join(folder, "cert.pem"), "utf8"));
    expect(recipient).toBe(RECIPIENT);
    expect(await opened(await encrypted(recipient, Buffer.from("hello")))).toEqual({ status: 0, bytes: Buffer.from("hello") });
  });

  test("never with the key of somebody else", async ({ skip }) => {
    skip(lacksOpenSsl, REASON);
    const theirs = spki(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey);
    const { status, bytes } = await opened(await encrypted(theirs, Buffer.from("hello")), "theirs");
    expect([status === 0, bytes.includes("hello")]).toEqual([false, false]);
  });

  test("and tells by its exit status when the file is not whole, or another one", async ({ skip }) => {
    skip(lacksOpenSsl, REASON);
    const content = Buffer.from("The quick brown fox jumps over the lazy dog");
    const file = await encrypted(RECIPIENT, content);
    const changed = (at: number) => Buffer.concat([file.subarray(0, at), Buffer.from([(file[at] ?? 0) ^ 1]), file.subarray(at + 1)]);
    // From behind: the end, the tag, and the content before it.
    const [tagEnd, tagBegin] = [file.length - 6, file.length - 22];
    const places = Array.from({ length: 24 }, (_, at) => Math.floor((at * file.length) / 24)).concat(tagBegin, tagEnd - 1, tagBegin - 10);
    const outcomes = await Promise.all(places.map(async (at) => ({ at, ...(await opened(changed(at), `changed-${at}`)) })));
    for (const { at, status, bytes } of outcomes) {
      if (status === 0) expect(bytes).toEqual(content);
      if (at >= tagBegin - content.length) expect(status).not.toBe(0);
    }
    expect(outcomes.filter(({ status }) => status !== 0).length).toBeGreaterThan(places.length / 2);
    for (const length of [1, file.length - 7, file.length - 30])
      expect((await opened(file.subarray(0, length), `cut-${length}`)).status).not.toBe(0);
  });
});

function versionOfOpenSsl(): string {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" });
  } catch {
    return "";
  }
}
