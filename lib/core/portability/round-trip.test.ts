import { pbkdf2Sync, scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { inSnapshot } from "@/lib/db/snapshot";
import { signWith } from "@/lib/testing/authenticator";
import { call } from "@/lib/testing/call-route";
import { send } from "@/lib/testing/hosted-pages";
import { importFile } from "@/lib/testing/import-file";
import { makeFactor } from "@/lib/testing/make-factor";
import { makePasskey } from "@/lib/testing/make-passkey";
import { addSite, makeTenant, makeToken, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { passwordWorks } from "@/lib/testing/password-works";
import { makePng } from "@/lib/testing/pictures";
import { sql } from "@/lib/testing/sql";
import { visitorAt } from "@/lib/testing/visitor";
import { keepLogo } from "../branding/logo/keep-logo";
import { publishDraft } from "../branding/publish-draft";
import { saveDraft } from "../branding/save-draft";
import { setMailText } from "../mail-texts/set-mail-text";
import { readFirebaseHash } from "../passwords/read-firebase-hash";
import { takeTotpCode } from "../sign-in/factors/totp/totp";
import { beginPasskeySignIn } from "../sign-in/methods/passkey/begin-sign-in";
import { signInByPasskey } from "../sign-in/methods/passkey/sign-in-by-passkey";
import { BUNDLE_PARTS } from "./bundle/parts";
import { passkeys } from "./bundle/parts/passkeys";
import { site as settings } from "./bundle/parts/site";
import { siteUserSessions } from "./bundle/parts/site-user-sessions";
import { siteUsers } from "./bundle/parts/site-users";
import { totpSecrets } from "./bundle/parts/totp-secrets";
import { readBundle } from "./bundle/read-bundle";
import { writeBundle } from "./bundle/write-bundle";

/** A site as a bundle, with the secrets unless it is said otherwise. */
async function exportOf({ context, site }: Tenant, secrets = true): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const source = inSnapshot(context.scope, (snapshot) => writeBundle(snapshot, { site, secrets, recipient: null }));
  for await (const chunk of source) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** What is in a bundle, file by file. */
async function contentOf(bytes: Buffer): Promise<Record<string, Record<string, unknown>[]>> {
  const bundle = await readBundle({
    bytes: bytes.length,
    read: async function* (from, to) {
      yield bytes.subarray(from, to);
    },
  });
  const content: Record<string, Record<string, unknown>[]> = {};
  for (const part of BUNDLE_PARTS) {
    const rows: Record<string, unknown>[] = [];
    for await (const row of bundle.rows(part)) rows.push(("value" in row ? row.value : row) as Record<string, unknown>);
    content[part.file] = rows;
  }
  bundle.close();
  return content;
}

const SALT = "1c50892c354da5b23ec3b5007649bc6e";
const betterAuth = scryptSync("password", SALT, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 27 }).toString("hex");
const django = pbkdf2Sync("lètmein", "seasalt", 1_000, 32, "sha256").toString("base64");
/** The example of github.com/firebase/scrypt. */
const firebase = readFirebaseHash(
  {
    signerKey: "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
    saltSeparator: "Bw==",
    rounds: 8,
    memoryCost: 14,
  },
  {
    salt: "42xEC+ixf3L2lw==",
    passwordHash: "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
  },
);

/** One user for each kind of hash: whose hash, the algorithm where a digest does not tell, the password. */
const KINDS: readonly [name: string, hash: string, algorithm: string, password: string][] = [
  ["argon2", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8", "", "password"],
  ["bcrypt", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "", "U*U"],
  ["scrypt", `${SALT}:${betterAuth}`, "", "password"],
  ["firebase", "kept" in firebase ? firebase.kept : "", "", "user1password"],
  ["pbkdf2", `pbkdf2_sha256$1000$seasalt$${django}`, "", "lètmein"],
  ["phpass", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "", "test12345"],
  ["md5", "5f4dcc3b5aa765d61d8327deb882cf99", "md5", "password"],
];

/** A site with a user of each kind, one of our own who has signed in, and one who is blocked and has everything that can be said. */
async function furnished(): Promise<Tenant> {
  const tenant = await makeTenant();
  const rows = KINDS.map(([name, hash, algorithm]) => `${name}@example.com,"${hash}",${algorithm}`);
  const done = await importFile(tenant, ["email,password_hash,password_hash_algorithm", ...rows].map((row) => `${row}\n`).join(""));
  expect(done.refused).toEqual([]);
  const own = await makeUser(tenant, "own@example.com");
  await makeToken(tenant, own);
  const full = await makeUser(tenant, "Full@example.com");
  await sql(
    `UPDATE site_users SET external_id = 'x 1', username = 'Full', username_canonical = 'full', name = 'Full Name', first_name = 'Full',
       last_name = 'Name', locale = 'de-AT', metadata = '{"plan":{"name":"pro"}}', private_metadata = '{"note":"ä"}', blocked_at = now(),
       email_verified_at = now() - interval '1 year', created_at = now() - interval '2 years' WHERE id = $1`,
    [full.id],
  );
  return tenant;
}

const withoutIds = (rows: readonly Record<string, unknown>[] = []) => rows.map(({ id: _, ...row }) => row);

describe("a site that leaves in a bundle and comes in somewhere else", () => {
  test("is what it was, and everybody signs in with their password", async () => {
    const from = await furnished();
    const own = await from.context.db.siteUser.findFirstOrThrow({ where: { email: "own@example.com" }, select: { id: true, uuid: true } });
    const { passkey } = await makePasskey(from, own, { counter: 7 });
    const bundle = await exportOf(from);
    const before = await contentOf(bundle);
    const to = await makeTenant();
    expect(await importFile(to, bundle)).toMatchObject({
      status: "done",
      format: "bundle",
      countNew: KINDS.length + 2,
      countRefuse: 0,
      refused: [],
      noted: [],
    });
    const after = await contentOf(await exportOf(to));
    expect(after[siteUsers.file]).toEqual(before[siteUsers.file]);
    expect(withoutIds(after[siteUserSessions.file])).toEqual(withoutIds(before[siteUserSessions.file]));
    expect(after[siteUserSessions.file]).toHaveLength(1);
    expect(after[passkeys.file]).toEqual(before[passkeys.file]);
    const answer = signWith(passkey, beginPasskeySignIn(to.context, "required"));
    const outcome = await signInByPasskey(to.context, JSON.stringify(answer), visitorAt(), "required");
    const same = await to.context.db.siteUser.findFirstOrThrow({ where: { uuid: own.uuid }, select: { id: true } });
    expect(outcome).toMatchObject({ kind: "signed_in", siteUserId: same.id });
    expect(after[settings.file]).not.toEqual(before[settings.file]);
    for (const [name, , , password] of KINDS) {
      expect([name, await passwordWorks(to, `${name}@example.com`, password)]).toEqual([name, true]);
      expect([name, await passwordWorks(to, `${name}@example.com`, "wrong")]).toEqual([name, false]);
    }
    expect(await passwordWorks(to, "own@example.com", PASSWORD)).toBe(true);
    expect(await importFile(to, bundle)).toMatchObject({ countNew: 0, countUpdate: 0, countSkip: KINDS.length + 2, countRefuse: 0 });
  });

  test("asks whoever had an authenticator app for its codes, and takes those that were not shown before", async () => {
    const from = await makeTenant();
    const user = await makeUser(from, "jane@example.com");
    const { secret, code } = await makeFactor(from, user);
    await makeUser(from, "joe@example.com");
    expect(await takeTotpCode(from.context, user.id, code())).toBe(true);
    const bundle = await exportOf(from);
    expect((await contentOf(bundle))[totpSecrets.file]).toMatchObject([{ site_user_uuid: user.uuid, secret }]);
    expect((await contentOf(await exportOf(from, false)))[totpSecrets.file]).toEqual([
      { site_user_uuid: user.uuid, last_counter: expect.any(Number), created_at: expect.any(String), last_used_at: expect.any(String) },
    ]);
    const to = await makeTenant();
    await importFile(to, bundle);
    await importFile(to, bundle);
    const at = `/${to.site.slug}`;
    const asked = await send(`${at}/login`, { email: "jane@example.com", password: PASSWORD });
    expect([asked.status, asked.heading]).toEqual([200, "Confirm that it is you"]);
    const show = (shown: string) => send(`${at}/second-factor`, { step: asked.fields.step ?? "", factor: "totp", code: shown });
    expect((await show(code())).status).toBe(422);
    expect((await show(code(1))).status).toBe(303);
    expect((await send(`${at}/login`, { email: "joe@example.com", password: PASSWORD })).status).toBe(303);
    const without = await makeTenant();
    await importFile(without, await exportOf(from, false));
    expect(await sql("SELECT 1 FROM totp_secrets WHERE site_id = $1", [without.site.id])).toEqual([]);
  });

  test("into another site of the same account, users get new ids and keep their public ones", async () => {
    const from = await makeTenant();
    const user = await makeUser(from, "jane@example.com");
    const to = await addSite(from);
    const done = await importFile(to, await exportOf(from));
    expect(done.noted).toEqual([{ row: 1, refused: false, messages: ["ID has already been taken: this user has a new one"] }]);
    const [copy] = await sql<{ id: string; uuid: string }>("SELECT id, uuid FROM site_users WHERE site_id = $1", [to.site.id]);
    expect(copy?.uuid).toBe(user.uuid);
    expect(copy?.id).not.toBe(String(user.id));
    expect(await passwordWorks(to, "jane@example.com", PASSWORD)).toBe(true);
  });

  test("brings the settings along where that is asked for, and never the slug", async () => {
    const from = await makeTenant({
      name: "Moved",
      signUps: false,
      branding: { accent: "#ff1493" },
      mail: { sender_name: "Acme" },
      attackProtection: { challenge: "never" },
    });
    await saveDraft(from.context, { accent: "#ffff00" });
    await saveDraft(from.context, { accent: "#ff1493", logo: (await keepLogo(from.context, makePng())).hash });
    await publishDraft(from.context);
    await setMailText(from.context, { kind: "verify_email", language: "de" }, { subject: "Willkommen bei {site}" });
    const to = await makeTenant();
    await setMailText(to.context, { kind: "verify_email", language: "en" }, { subject: "Gone" });
    const bundle = await exportOf(from);
    await importFile(to, bundle);
    expect((await contentOf(await exportOf(to)))[settings.file]).toMatchObject([{ name: "Acme", sign_ups: true }]);
    await importFile(to, bundle, { options: { settings: true } });
    const [before] = (await contentOf(bundle))[settings.file] ?? [];
    const [after] = (await contentOf(await exportOf(to)))[settings.file] ?? [];
    expect(after).toMatchObject({ name: "Moved", sign_ups: false, slug: to.site.slug, branding: { accent: "#ff1493" }, dark_logo: null });
    expect(after?.mail).toEqual({ sender_name: "Acme" });
    expect(after?.mail_texts).toEqual([{ kind: "verify_email", language: "de", texts: { subject: "Willkommen bei {site}" } }]);
    expect(after?.logo).toBe(before?.logo);
    expect(Buffer.from(String(after?.logo), "base64").subarray(1, 4).toString()).toBe("PNG");
    expect((await call("GET", `/${to.site.slug}/logo`)).headers.get("content-type")).toBe("image/png");
  });
});
