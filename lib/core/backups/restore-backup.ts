import { createHash } from "node:crypto";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { grantAccess } from "@/lib/db/access";
import { isEmptyDatabase, writeTables } from "@/lib/db/backup/write-tables";
import { invalid } from "@/lib/kernel/errors";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import { fileOf, MANIFEST, type Manifest, manifestShape } from "./manifest";

/** A manifest is a few kilobytes. */
const MANIFEST_BYTES = 1024 * 1024;

/**
 * Writes a backup into an empty database, all of it or nothing of its rows, and brings that to the newest schema.
 *
 * The schema is first made as it was when the backup was: a backup of an older version fits, one of a newer version does not.
 *
 * @returns when the backup was made, and how many rows it had
 * @throws AppError `invalid` when the database is not empty, or the file is damaged, encrypted, or of another version
 */
export async function restoreBackup(databaseUrl: string, path: string): Promise<{ madeAt: string; rows: number }> {
  if (!(await isEmptyDatabase(databaseUrl))) throw invalid("file", "The database is not empty: restore into a new one");
  const zip = await openPromise(path, { autoClose: false }).catch((cause: Error) => {
    throw invalid("file", `${path} is no backup, or an encrypted one, which has to be decrypted first (${cause.message})`);
  });
  try {
    const entries = await entriesOf(zip);
    const manifest = await readManifest(zip, entries.get(MANIFEST));
    const theirs = new Map(manifest.migrations.map(({ name, sha256 }) => [name, sha256]));
    const ours = await readMigrations();
    const then = ours.filter(({ name }) => theirs.has(name));
    if (then.length < theirs.size) throw invalid("file", "The backup was made by a newer version; restore it with that one");
    if (then.some(({ name, sha256 }) => theirs.get(name) !== sha256)) throw invalid("file", "The backup was made by another product");
    await migrate(databaseUrl, then);
    await writeTables(databaseUrl, manifest.tables, ({ name }) => verified(zip, entries, manifest, name));
    await migrate(databaseUrl, ours);
    await grantAccess(databaseUrl);
    return { madeAt: manifest.created_at, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0) };
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return entries;
}

async function readManifest(zip: ZipFile, entry: Entry | undefined): Promise<Manifest> {
  if (!entry || entry.uncompressedSize > MANIFEST_BYTES) throw invalid("file", "File is no backup");
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const read = manifestShape.safeParse(text.startsWith("{") ? JSON.parse(text) : null);
  if (!read.success) throw invalid("file", "File is no backup of this product, or of another version of the format");
  return read.data;
}

/** @throws AppError `invalid` at its end, when the bytes are not those that were written */
async function* verified(zip: ZipFile, entries: Map<string, Entry>, { tables }: Manifest, name: string): AsyncGenerator<Uint8Array> {
  const entry = entries.get(fileOf(name));
  if (!entry) throw invalid("file", `File is damaged: it lacks the table ${name}`);
  const digest = createHash("sha256");
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    digest.update(chunk as Buffer);
    yield chunk as Buffer;
  }
  if (digest.digest("hex") !== tables.find((table) => table.name === name)?.sha256)
    throw invalid("file", `File is damaged: the table ${name} is not what was written`);
}
