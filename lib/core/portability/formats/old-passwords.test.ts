import { describe, expect, test } from "vitest";
import { parsePasswordHash } from "@/lib/core/passwords/parse-password-hash";
import { wrapFastDigest } from "@/lib/core/passwords/wrap-fast-digest";
import { importRows } from "@/lib/testing/import-rows";
import { ARGON2, BCRYPT, FIREBASE, MD5, PBKDF2, PROJECT, SCRYPT, SHA256 } from "@/lib/testing/import-samples";

const PASSWORD = "Tulips-in-April";

/** What a file of one user says about the password. */
async function read(rows: unknown, options = {}) {
  const [row] = await importRows(JSON.stringify(rows), options);
  if (!row || "messages" in row) return row?.messages;
  return { passwordHash: row.user.passwordHash, password: row.user.password };
}

describe("the old password is right for what a sample keeps, and no other is", () => {
  test.each([
    ["bcrypt", BCRYPT, PASSWORD],
    ["Argon2id", ARGON2, PASSWORD],
    ["PBKDF2", PBKDF2, PASSWORD],
    ["scrypt", SCRYPT, PASSWORD],
    ["Firebase's scrypt", FIREBASE, "user1password"],
  ])("%s", async (_, { kept }, password) => {
    expect(await parsePasswordHash(kept)?.matches(password)).toBe(true);
    expect(await parsePasswordHash(kept)?.matches(`${password}!`)).toBe(false);
  });

  test.each([MD5, SHA256])("a fast digest, wrapped", async (hash) => {
    const reading = "fast" in hash ? await wrapFastDigest(hash.fast) : hash;
    expect(reading).toEqual({ kept: expect.any(String) });
    const kept = "kept" in reading ? reading.kept : "";
    expect(await parsePasswordHash(kept)?.matches(PASSWORD)).toBe(true);
    expect(await parsePasswordHash(kept)?.matches(`${PASSWORD}!`)).toBe(false);
  });
});

describe("the other ways in which systems write passwords", () => {
  const clerk = (password_digest: string, password_hasher: string) =>
    read([{ id: "user_1", primary_email_address: "ada@example.com", password_digest, password_hasher }]);

  test("Clerk: the name of the hasher decides", async () => {
    const { signerKey, saltSeparator } = PROJECT;
    const [salt, hash] = ["42xEC+ixf3L2lw==", "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="];
    expect(await clerk(`${hash}$${salt}$${signerKey}$${saltSeparator}$8$14`, "scrypt_firebase")).toEqual({ passwordHash: FIREBASE });
    expect(await clerk("4a87ac6ebd45f8e49a71f7620c555693c4e235135cdf9e1b67cc64a06837ff5e", "sha256")).toEqual({ passwordHash: SHA256 });
    expect(await clerk("scrypt:32768:8:1$salt$00", "scrypt_werkzeug")).toEqual(["Password hash is not of a kind we know"]);
  });

  test("Firebase: a hash that was imported there, and not used since", async () => {
    const passwordHash = Buffer.from(BCRYPT.kept).toString("base64");
    expect(await read({ users: [{ localId: "1", email: "ada@example.com", passwordHash }] })).toEqual({ passwordHash: BCRYPT });
  });

  const keycloak = (credential: object) =>
    read([{ username: "ada", email: "ada@example.com", credentials: [{ type: "password", ...credential }] }]);

  test("Keycloak: in the clear, as before version 8, and of a kind that a plug-in brought", async () => {
    expect(await keycloak({ value: PASSWORD })).toEqual({ password: PASSWORD });
    const [, , , salt = "", hashedSaltedValue = ""] = PBKDF2.kept.split("$");
    const old = { hashIterations: 27_500, algorithm: "pbkdf2-sha256", salt: `${salt}==`, hashedSaltedValue: `${hashedSaltedValue}==` };
    expect(await keycloak(old)).toEqual({ passwordHash: PBKDF2 });
    const secretData = JSON.stringify({ value: "x", salt: "" });
    const credentialData = JSON.stringify({ algorithm: "md5-crypt", hashIterations: 1 });
    expect(await keycloak({ secretData, credentialData })).toEqual(["Password hash is not of a kind we know"]);
  });

  test("Keycloak: a list of whole realms is none of users", async () => {
    expect(await read([{ realm: "example", users: [{ username: "ada" }] }])).toEqual(["Row is a whole realm; export one realm a file"]);
  });

  const supertokens = (method: object, options = {}) =>
    read({ users: [{ loginMethods: [{ recipeId: "emailpassword", email: "ada@example.com", ...method }] }] }, options);

  test("SuperTokens: in the clear, and Firebase's with the signer key beside it", async () => {
    expect(await supertokens({ plainTextPassword: ` ${PASSWORD}` })).toEqual({ password: ` ${PASSWORD}` });
    const passwordHash = `$f_scrypt$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==$42xEC+ixf3L2lw==$m=14$r=8$s=Bw==`;
    expect(await supertokens({ passwordHash }, { firebaseProject: PROJECT })).toEqual({ passwordHash: FIREBASE });
    expect(await supertokens({ passwordHash })).toEqual(["Password hash needs the signer key of the Firebase project"]);
  });
});
