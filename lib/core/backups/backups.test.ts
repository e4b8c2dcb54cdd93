import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { lastBackup } from "@/lib/db/backup/note-backup";
import { boot } from "@/lib/db/boot";
import { disconnect } from "@/lib/db/client";
import { siteOfSlug } from "@/lib/db/resolve";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { call } from "@/lib/testing/call-route";
import { databaseOn, onServer } from "@/lib/testing/database-server";
import { furnish } from "@/lib/testing/furnish";
import { newestMail } from "@/lib/testing/mails";
import { makeExport } from "@/lib/testing/make-export";
import { makeFactor } from "@/lib/testing/make-factor";
import { makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { passwordWorks } from "@/lib/testing/password-works";
import { type RawEntry, rawZip } from "@/lib/testing/raw-zip";
import { everyRow, sql } from "@/lib/testing/sql";
import { addedEndpoint, happen } from "@/lib/testing/webhook-wire";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import { requireOwnKeys } from "../keys/require-own-keys";
import { signingKey } from "../sessions/signing-keys";
import { backupBytes } from "./backup-bytes";
import { writeDeletions } from "./deletions-file";
import { fileOf, MANIFEST } from "./manifest";
import { restoreBackup } from "./restore-backup";
import { writeBackup } from "./write-backup";

let before: Env;
let folder: string;
let other: string;
let name: string;
beforeEach(async () => {
  before = env();
  folder = await mkdtemp(join(tmpdir(), "signin-backup-"));
  name = unique("restored").replaceAll("-", "_");
  await onServer(inject("databaseServer"), `CREATE DATABASE ${name}`);
  other = databaseOn(inject("databaseServer"), name);
});
afterEach(async () => {
  await disconnect();
  setEnv(before);
  await onServer(inject("databaseServer"), `DROP DATABASE ${name} WITH (FORCE)`);
  await rm(folder, { recursive: true, force: true });
});

const at = (file: string) => join(folder, file);

/** From now on this process works on the other database, as a server that was started on it. */
async function bootOnOther() {
  await disconnect();
  const SIGNIN_KEYS = before.keys.map(({ id, bytes }) => `${id}:${bytes.toString("base64url")}`).join(",");
  await boot({ DATABASE_URL: other, SIGNIN_KEYS, LOG_LEVEL: "silent" });
  await requireOwnKeys();
}

/** The site of a tenant where this process looks now. */
const moved = async (tenant: Tenant) => ({ ...tenant, context: (await siteOfSlug(tenant.site.slug)) as Tenant["context"] });

/** Every row but those of jobs, which are no part of a backup, and of what says that it was made. */
async function rows() {
  const { "graphile_worker._private_jobs": _, "public.backups": __, ...all } = await everyRow();
  return all;
}

describe("a backup", () => {
  test("restored into another database is the same, boots, old passwords sign in, and nothing is sent again", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await makeUser(tenant), await makeUser(tenant)];
    await makeFactor(tenant, await makeUser(tenant));
    await sql("UPDATE site_users SET name = $2 WHERE id = $1", [jane.id, "tab\t line\n back\\slash \\. \\N ü 🙂"]);
    await makeToken(tenant, jane);
    await signingKey(tenant.context);
    // What happened was told, and is not told again.
    await addedEndpoint(tenant);
    await happen(tenant.context.db, "site_user.updated", jane.id);
    const there = await rows();
    const { bytes } = await writeBackup(at("all.zip"), null);
    expect((await readFile(at("all.zip"))).length).toBe(bytes);
    expect(Date.now() - ((await lastBackup())?.getTime() ?? 0)).toBeLessThan(60_000);
    const { rows: count } = await restoreBackup(other, at("all.zip"), null);
    await bootOnOther();
    const here = await rows();
    expect(here).toEqual(there);
    expect(Object.values(here).flat().length).toBeGreaterThanOrEqual(count - 1);
    expect((await everyRow())["graphile_worker._private_jobs"]).toEqual([]);
    for (const { email } of [jane, joe]) expect(await passwordWorks(await moved(tenant), email ?? "", PASSWORD)).toBe(true);
  });

  test("whoever was deleted since it was made is deleted again, with whatever holds them or their address; nobody else is", async () => {
    const tenant = await makeTenant();
    const [jane, joe, heir] = [await makeUser(tenant), await makeUser(tenant), await makeUser(tenant)];
    const email = joe.email ?? "";
    const headers = { "idempotency-key": unique("key") };
    await call("PATCH", `/api/site_users/${joe.id}`, { token: tenant.apiToken, json: { site_user: { name: "Joe" } } });
    await call("POST", `/api/site_users/${joe.id}/block`, { token: tenant.apiToken, headers });
    await call("POST", `/api/site_users/${joe.id}/unblock`, { token: tenant.apiToken, headers: { "idempotency-key": unique("key") } });
    await call("POST", `/${tenant.site.slug}/reset-password`, { form: { email } });
    await newestMail(tenant, email);
    await sql(
      `INSERT INTO email_codes (id, account_id, site_id, device_hash, email, email_canonical, digits, max_guesses, expires_at)
       VALUES (1, $1, $2, '\\x01', $3, $3, 6, 3, now())`,
      [tenant.account.scope.accountId, tenant.site.id, email],
    );
    // An address of before that is somebody else's by now.
    await sql(
      `INSERT INTO email_changes (id, account_id, site_id, site_user_id, old_email_canonical, email, email_canonical, expires_at)
       VALUES (1, $1, $2, $3, $4, $5, $5, now())`,
      [tenant.account.scope.accountId, tenant.site.id, joe.id, heir.email, email],
    );
    await call("POST", `/${tenant.site.slug}/reset-password`, { form: { email: heir.email ?? "" } });
    await newestMail(tenant, heir.email ?? "");
    await addedEndpoint(tenant);
    await happen(tenant.context.db, "site_user.updated", joe.id);
    await makeExport(tenant);
    const gone = await makeTenant();
    const guest = await makeUser(gone);
    await happen(gone.context.db, "site_user.updated", guest.id);
    const [kept, left] = [await makeTenant(), await makeTenant()];
    await furnish(left);
    const { accountId } = left.account.scope;
    await writeBackup(at("all.zip"), null);

    await sql("DELETE FROM accounts WHERE id = $1", [accountId]);
    await tenant.context.db.siteUser.deleteMany({ where: { id: joe.id } });
    await sql("DELETE FROM sites WHERE id = $1", [gone.site.id]);
    await writeDeletions(at("deletions.ndjson"));
    expect((await restoreBackup(other, at("all.zip"), at("deletions.ndjson"))).deletedAgain).toBe(3);
    await bootOnOther();
    const { "public.deletions": remembered, ...tables } = await everyRow();
    const text = JSON.stringify(tables);
    const words = [joe.id, email, guest.id, guest.email, accountId];
    expect(words.map((word) => [word, text.includes(String(word))])).toEqual(words.map((word) => [word, false]));
    expect(remembered?.filter((row) => row.includes(String(joe.id))).length).toBeGreaterThan(0);
    expect(await sql("SELECT 1 FROM mails WHERE recipient = $1", [heir.email])).toHaveLength(1);
    for (const { email } of [jane, heir]) expect(await passwordWorks(await moved(tenant), email ?? "", PASSWORD)).toBe(true);
    expect(await siteOfSlug(kept.site.slug)).not.toBeNull();
    expect(await siteOfSlug(gone.site.slug)).toBeNull();
  });

  test("of an older version is brought to this one; of a newer one it is refused", async () => {
    const all = await readMigrations();
    await writeBackup(at("all.zip"), null);
    await sql("INSERT INTO signin_migrations (name, sha256) VALUES ('9999_newer', 'x')");
    await writeBackup(at("newer.zip"), null);
    await sql("DELETE FROM signin_migrations WHERE name = '9999_newer'");
    await expect(restoreBackup(other, at("newer.zip"), null)).rejects.toMatchObject({
      issues: [{ message: expect.stringMatching(/newer/) }],
    });
    // A database of the version before the newest, with one row.
    await migrate(other, all.slice(0, -1));
    await disconnect();
    setEnv({ ...before, databaseUrl: other });
    await sql("INSERT INTO accounts (id, name) VALUES (7, 'Old')");
    const chunks: Uint8Array[] = [];
    for await (const chunk of backupBytes(other, null)) chunks.push(chunk);
    await writeFile(at("old.zip"), Buffer.concat(chunks));
    await disconnect();
    setEnv(before);
    await onServer(inject("databaseServer"), `DROP DATABASE ${name} WITH (FORCE)`);
    await onServer(inject("databaseServer"), `CREATE DATABASE ${name}`);
    expect(await restoreBackup(other, at("old.zip"), null)).toMatchObject({ rows: 1 });
    await bootOnOther();
    expect(await sql("SELECT name FROM accounts")).toEqual([{ name: "Old" }]);
  });

  test("is restored into an empty database only", async () => {
    await makeTenant();
    await writeBackup(at("all.zip"), null);
    await expect(restoreBackup(before.databaseUrl, at("all.zip"), null)).rejects.toMatchObject({
      issues: [{ message: "The database is not empty: restore into a new one" }],
    });
  });

  test("that is damaged, or none, says so in a sentence, and leaves the database as empty as it was", async () => {
    await makeTenant();
    await writeBackup(at("all.zip"), null);
    const whole = await readFile(at("all.zip"));
    const place = whole.indexOf(fileOf("accounts")) + 40;
    const flipped = Buffer.from(whole);
    flipped[place] = (flipped[place] ?? 0) ^ 0xff;
    const manifest = (more: object, files: RawEntry[] = []) => {
      const text = { format: "signin-fast-backup", version: 1, product_version: "1", created_at: "x", migrations: [], tables: [] };
      return rawZip([...files, { name: MANIFEST, content: JSON.stringify({ ...text, ...more }) }]);
    };
    const migrations = [{ name: "0001_start", sha256: "x" }];
    const tables = [{ name: "accounts", columns: ["id"], rows: 1, sha256: "0".repeat(64) }];
    const files: [name: string, bytes: Buffer | string, says: RegExp][] = [
      ["another bit", flipped, /^File is damaged: tables\/accounts\.copy cannot be read|^File is damaged: the table accounts is not/],
      ["its end missing", whole.subarray(0, -100), /is no backup, or an encrypted one/],
      ["its beginning missing", whole.subarray(5_000), /^File is damaged|is no backup/],
      ["no zip", "no zip at all", /is no backup, or an encrypted one/],
      ["another zip", rawZip([{ name: "a.txt", content: "a" }]), /^File is no backup$/],
      ["a manifest that is no JSON", rawZip([{ name: MANIFEST, content: '{"format": ' }]), /^File is no backup of this product/],
      ["another manifest", manifest({ format: "signin-fast-bundle" }), /^File is no backup of this product/],
      ["a table that is missing", manifest({ migrations, tables }), /^File is damaged: it lacks tables\/accounts\.copy$/],
      [
        "a table that is another",
        manifest({ migrations, tables }, [{ name: fileOf("accounts"), content: "7" }]),
        /^File is damaged: the table accounts is not what was written$/,
      ],
      ["another product's schema", manifest({ migrations }), /made by another product/],
    ];
    for (const [name, bytes, says] of files) {
      await writeFile(at("bad.zip"), bytes);
      const refused = restoreBackup(other, at("bad.zip"), null);
      await expect(refused, name).rejects.toMatchObject({ code: "invalid", issues: [{ message: expect.stringMatching(says) }] });
    }
    await expect(restoreBackup(other, at("none.zip"), null)).rejects.toMatchObject({
      issues: [{ message: expect.stringMatching(/ENOENT/) }],
    });
    const lists: [text: string | null, says: RegExp][] = [
      [null, /ENOENT/],
      ['{"broken', /^Line 1 is no deletion$/],
      [`{"account_id":"1","site_id":"2","site_user_id":"3","deleted_at":"2026-01-01T00:00:00Z"}\n[]\n`, /^Line 2 is no deletion$/],
      [`{"account_id":"1' OR 1=1","site_id":"2","site_user_id":"3","deleted_at":"2026-01-01T00:00:00Z"}`, /^Line 1 is no deletion$/],
    ];
    for (const [text, says] of lists) {
      await rm(at("list.ndjson"), { force: true });
      if (text !== null) await writeFile(at("list.ndjson"), text);
      const refused = restoreBackup(other, at("all.zip"), at("list.ndjson"));
      await expect(refused).rejects.toMatchObject({ code: "invalid", issues: [{ message: expect.stringMatching(says) }] });
    }
    expect((await restoreBackup(other, at("all.zip"), null)).rows).toBeGreaterThan(0);
  });

  test("encrypted to a key of age opens with it, and with nothing else", async () => {
    await makeTenant();
    const identity = await generateIdentity();
    await writeBackup(at("all.zip.age"), await identityToRecipient(identity));
    await expect(restoreBackup(other, at("all.zip.age"), null)).rejects.toMatchObject({
      issues: [{ message: expect.stringContaining("decrypted") }],
    });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    await writeFile(at("all.zip"), await decrypter.decrypt(await readFile(at("all.zip.age"))));
    expect((await restoreBackup(other, at("all.zip"), null)).rows).toBeGreaterThan(0);
  });

  test("needs a file that is not there yet", async () => {
    await expect(writeBackup(undefined, null)).rejects.toMatchObject({ code: "invalid" });
    await writeFile(at("all.zip"), "mine");
    await expect(writeBackup(at("all.zip"), null)).rejects.toMatchObject({ issues: [{ message: `${at("all.zip")} is there already` }] });
    expect(await readFile(at("all.zip"), "utf8")).toBe("mine");
  });
});
