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
import { databaseOn, onServer } from "@/lib/testing/database-server";
import { makeFactor } from "@/lib/testing/make-factor";
import { makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { passwordWorks } from "@/lib/testing/password-works";
import { everyRow, sql } from "@/lib/testing/sql";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import { requireOwnKeys } from "../keys/require-own-keys";
import { signingKey } from "../sessions/signing-keys";
import { backupBytes } from "./backup-bytes";
import { replayDeletions, writeDeletions } from "./deletions-file";
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
  test("restored into another database is the same, boots, and old passwords sign in; who was deleted since stays deleted", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await makeUser(tenant), await makeUser(tenant)];
    await makeFactor(tenant, await makeUser(tenant));
    await sql("UPDATE site_users SET name = $2 WHERE id = $1", [jane.id, "tab\t line\n back\\slash \\. \\N ü 🙂"]);
    await makeToken(tenant, jane);
    await signingKey(tenant.context);
    const there = await rows();
    const { bytes } = await writeBackup(at("all.zip"), null);
    expect((await readFile(at("all.zip"))).length).toBe(bytes);
    expect(Date.now() - ((await lastBackup())?.getTime() ?? 0)).toBeLessThan(60_000);
    // After the backup.
    const gone = await makeTenant();
    await tenant.context.db.siteUser.deleteMany({ where: { id: joe.id } });
    await sql("DELETE FROM sites WHERE id = $1", [gone.site.id]);
    await writeDeletions(at("deletions.ndjson"));

    const { rows: count } = await restoreBackup(other, at("all.zip"));
    await bootOnOther();
    const here = await rows();
    expect(here).toEqual(there);
    expect(Object.values(here).flat().length).toBeGreaterThanOrEqual(count - 1);
    expect(await passwordWorks(await moved(tenant), jane.email ?? "", PASSWORD)).toBe(true);
    expect(await passwordWorks(await moved(tenant), joe.email ?? "", PASSWORD)).toBe(true);
    expect(await replayDeletions(other, at("deletions.ndjson"))).toBe(1);
    expect(await passwordWorks(await moved(tenant), joe.email ?? "", PASSWORD)).toBe(false);
    expect(await passwordWorks(await moved(tenant), jane.email ?? "", PASSWORD)).toBe(true);
    // It is remembered here as well, and what counts goes on counting.
    expect(await sql("SELECT 1 FROM deletions WHERE site_user_id = $1", [joe.id])).toHaveLength(1);
  });

  test("of an older version is brought to this one; of a newer one it is refused", async () => {
    const all = await readMigrations();
    await writeBackup(at("all.zip"), null);
    await sql("INSERT INTO signin_migrations (name, sha256) VALUES ('9999_newer', 'x')");
    await writeBackup(at("newer.zip"), null);
    await sql("DELETE FROM signin_migrations WHERE name = '9999_newer'");
    await expect(restoreBackup(other, at("newer.zip"))).rejects.toMatchObject({ issues: [{ message: expect.stringMatching(/newer/) }] });
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
    expect(await restoreBackup(other, at("old.zip"))).toMatchObject({ rows: 1 });
    await bootOnOther();
    expect(await sql("SELECT name FROM accounts")).toEqual([{ name: "Old" }]);
  });

  test("is restored into an empty database only", async () => {
    await makeTenant();
    await writeBackup(at("all.zip"), null);
    await expect(restoreBackup(before.databaseUrl, at("all.zip"))).rejects.toMatchObject({
      issues: [{ message: "The database is not empty: restore into a new one" }],
    });
  });

  test("that is damaged, or none, leaves no row", async () => {
    await makeTenant();
    await writeBackup(at("all.zip"), null);
    const bytes = await readFile(at("all.zip"));
    const place = bytes.indexOf("tables/accounts.copy") + 40;
    bytes[place] = (bytes[place] ?? 0) ^ 0xff;
    await writeFile(at("damaged.zip"), bytes);
    await writeFile(at("other.zip"), "no zip at all");
    await expect(restoreBackup(other, at("other.zip"))).rejects.toMatchObject({ code: "invalid" });
    await expect(restoreBackup(other, at("damaged.zip"))).rejects.toThrow();
    await disconnect();
    setEnv({ ...before, databaseUrl: other });
    expect(await sql("SELECT 1 FROM accounts")).toEqual([]);
  });

  test("encrypted to a key of age opens with it, and with nothing else", async () => {
    await makeTenant();
    const identity = await generateIdentity();
    await writeBackup(at("all.zip.age"), await identityToRecipient(identity));
    await expect(restoreBackup(other, at("all.zip.age"))).rejects.toMatchObject({
      issues: [{ message: expect.stringContaining("decrypted") }],
    });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    await writeFile(at("all.zip"), await decrypter.decrypt(await readFile(at("all.zip.age"))));
    expect((await restoreBackup(other, at("all.zip"))).rows).toBeGreaterThan(0);
  });

  test("needs a file that is not there yet", async () => {
    await expect(writeBackup(undefined, null)).rejects.toMatchObject({ code: "invalid" });
    await writeFile(at("all.zip"), "mine");
    await expect(writeBackup(at("all.zip"), null)).rejects.toMatchObject({ issues: [{ message: `${at("all.zip")} is there already` }] });
    expect(await readFile(at("all.zip"), "utf8")).toBe("mine");
  });
});
