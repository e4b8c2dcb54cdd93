import { scryptSync } from "node:crypto";
import { hashSync } from "bcryptjs";
import { describe, expect, test } from "vitest";
import { siteUserPassword } from "@/lib/core/passwords/hash-password";
import { noteSignIn } from "@/lib/db/hot/issue-callback-token";
import { seal, unseal } from "@/lib/kernel/secrets";
import { freshIp, makeBrowser, send } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeOperator, OPERATOR_PASSWORD } from "@/lib/testing/make-operator";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { signInOperator } from "../operators/sign-in-operator";
import { readFirebaseHash } from "../passwords/read-firebase-hash";
import { readPasswordHash } from "../passwords/read-password-hash";
import { wrapFastDigest } from "../passwords/wrap-fast-digest";
import { guarded, type Proved } from "./attempts";
import { verifyGiven } from "./methods/password/verify-given";

const BCRYPT = "$2y$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi";
const PASSWORD = "rasmuslerdorf";
const CURRENT = expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);

type Row = { sealed: Uint8Array; updated_at: Date; account_id: string };

async function kept(id: bigint): Promise<{ text: string; updatedAt: Date }> {
  const [row] = await sql<Row>("SELECT password_sealed AS sealed, updated_at, account_id FROM site_users WHERE id = $1", [id]);
  if (!row) throw new Error("There is no such user");
  return { text: unseal(row.sealed, siteUserPassword({ accountId: BigInt(row.account_id) }, id)), updatedAt: row.updated_at };
}

/** A user whose password hash came from somewhere else. */
async function importUser(tenant: Tenant, reading: ReturnType<typeof readPasswordHash>) {
  if ("refused" in reading) throw new Error(reading.refused);
  const user = await makeUser(tenant);
  const sealed = seal(reading.kept, siteUserPassword(tenant.context.scope, user.id));
  await sql("UPDATE site_users SET password_sealed = $2 WHERE id = $1", [user.id, sealed]);
  return user;
}

const betterAuth = () => {
  const salt = "1c50892c354da5b23ec3b5007649bc6e";
  return `${salt}:${scryptSync("fish and chips", salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 27 }).toString("hex")}`;
};

const firebase = () =>
  readFirebaseHash(
    {
      signerKey: "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
      saltSeparator: "Bw==",
      rounds: 8,
      memoryCost: 14,
    },
    { passwordHash: "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==", salt: "42xEC+ixf3L2lw==" },
  );

const wrapped = () =>
  wrapFastDigest({
    algorithm: "md5",
    position: "prefix",
    salt: Buffer.from("seasalt"),
    digest: Buffer.from("3f86d0d3d465b7b458c231bf3555c0e3", "hex"),
  });

describe("signs in with the password of before, and is kept as our own from then on", () => {
  test.each<[kind: string, password: string, hash: () => ReturnType<typeof readPasswordHash> | ReturnType<typeof wrapFastDigest>]>([
    ["argon2", "password", () => readPasswordHash("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8")],
    ["bcrypt", PASSWORD, () => readPasswordHash(BCRYPT)],
    ["scrypt", "fish and chips", () => readPasswordHash(betterAuth())],
    ["firebase-scrypt", "user1password", firebase],
    ["pbkdf2", "lètmein", () => readPasswordHash("pbkdf2_sha256$30000$seasalt2$a75qzbogeVhNFeMqhdgyyoqGKpIzYUo651sq57RERew=")],
    ["phpass", "test12345", () => readPasswordHash("$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0")],
    ["wrapped", "lètmein", wrapped],
  ])("%s", async (_, password, hash) => {
    const tenant = await makeTenant();
    const { id, email } = await importUser(tenant, await hash());
    const before = await kept(id);
    const login = (typed: string) => send(`/${tenant.site.slug}/login`, { email, password: typed });
    expect((await login(`not ${password}`)).status).toBe(401);
    expect(await kept(id)).toEqual(before);
    expect((await login(password)).status).toBe(303);
    const after = await kept(id);
    expect(after).toEqual({ text: CURRENT, updatedAt: before.updatedAt });
    expect((await login(password)).status).toBe(303);
    expect((await login(`not ${password}`)).status).toBe(401);
    expect(await kept(id)).toEqual(after);
  });
});

test("eight first sign-ins at once: all of them succeed", async () => {
  const tenant = await makeTenant();
  const { id, email } = await importUser(tenant, readPasswordHash(hashSync(PASSWORD, 4)));
  const login = () => send(`/${tenant.site.slug}/login`, { email, password: PASSWORD }, { "x-signin-client-ip": freshIp() });
  const answers = await Promise.all(Array.from({ length: 8 }, login));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303));
  expect((await kept(id)).text).toEqual(CURRENT);
});

describe("between the comparison and the renewal", () => {
  /** Checks the right password of a user, while something else happens after the first comparison. */
  async function interrupted(tenant: Tenant, user: { id: bigint; email: string }, meanwhile: () => Promise<unknown>) {
    let comparisons = 0;
    const result = guarded(tenant.context, { kind: "email", canonical: user.email }, { ip: freshIp() }, async (candidate) => {
      const verdict = await verifyGiven(tenant.context, candidate, PASSWORD);
      comparisons += 1;
      if (comparisons === 1) await meanwhile();
      return verdict;
    });
    const outcome = await result.catch((error: unknown) => error);
    return { outcome, comparisons };
  }

  test("another password was set: it stays, and the old one is wrong", async () => {
    const tenant = await makeTenant();
    const user = await importUser(tenant, readPasswordHash(hashSync(PASSWORD, 4)));
    const text = hashSync("a brand new password", 4);
    const set = () =>
      sql("UPDATE site_users SET password_sealed = $2 WHERE id = $1", [
        user.id,
        seal(text, siteUserPassword(tenant.context.scope, user.id)),
      ]);
    expect(await interrupted(tenant, user, set)).toEqual({
      outcome: expect.objectContaining({ code: "wrong_credentials" }),
      comparisons: 2,
    });
    expect((await kept(user.id)).text).toBe(text);
  });

  test("another sign-in renewed it: both are signed in, and what the second rests on holds", async () => {
    const tenant = await makeTenant();
    const user = await importUser(tenant, readPasswordHash(hashSync(PASSWORD, 4)));
    const other = () => send(`/${tenant.site.slug}/login`, { email: user.email, password: PASSWORD });
    const { outcome, comparisons } = await interrupted(tenant, user, async () => expect((await other()).status).toBe(303));
    expect({ outcome, comparisons }).toEqual({ outcome: expect.objectContaining({ userId: user.id }), comparisons: 2 });
    expect((await kept(user.id)).text).toEqual(CURRENT);
    expect(await noteSignIn(tenant.context.scope, user.id, (outcome as Proved).proof, null)).toBe(true);
  });
});

test("a blocked user's right password renews nothing", async () => {
  const tenant = await makeTenant();
  const { id, email } = await importUser(tenant, readPasswordHash(BCRYPT));
  await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
  const before = await kept(id);
  expect((await send(`/${tenant.site.slug}/login`, { email, password: PASSWORD })).status).toBe(401);
  expect(await kept(id)).toEqual(before);
});

test("a verification link in another browser takes the password of before, and renews it", async () => {
  const tenant = await makeTenant();
  const { id, email } = await importUser(tenant, readPasswordHash(BCRYPT));
  await send(`/${tenant.site.slug}/verify-email`, { email });
  const { token } = await newestMail(tenant, email);
  const browser = makeBrowser();
  expect((await browser.post(`/${tenant.site.slug}/verify-email`, { token, password: "wrong" })).status).toBe(401);
  expect((await browser.post(`/${tenant.site.slug}/verify-email`, { token, password: PASSWORD })).status).toBe(303);
  expect((await kept(id)).text).toEqual(CURRENT);
});

test("an operator's outdated hash is renewed at the sign-in, and no session ends", async () => {
  const { operator, email, session } = await makeOperator();
  const owner = `operators.password:${operator.operator.id}` as const;
  await sql("UPDATE operators SET password_sealed = $2 WHERE id = $1", [operator.operator.id, seal(hashSync(OPERATOR_PASSWORD, 4), owner)]);
  const attempt = (password: string) => signInOperator({ email, password }, { ip: freshIp() });
  await expect(attempt("wrong")).rejects.toMatchObject({ code: "wrong_credentials" });
  expect(await attempt(OPERATOR_PASSWORD)).toMatchObject({ session: { version: session.version } });
  const [row] = await sql<Row>("SELECT password_sealed AS sealed FROM operators WHERE id = $1", [operator.operator.id]);
  expect(unseal(row?.sealed ?? new Uint8Array(), owner)).toEqual(CURRENT);
  expect(await attempt(OPERATOR_PASSWORD)).toMatchObject({ session: { version: session.version } });
});
