import { createHash } from "node:crypto";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type AppError, invalid, isAppError } from "@/lib/kernel/errors";
import { fileOf, MANIFEST, type Manifest, manifestShape } from "./manifest";

/** A manifest is a few kilobytes. */
const MANIFEST_BYTES = 1024 * 1024;

/** A backup whose files are those that were written. */
export type OpenBackup = {
  readonly manifest: Manifest;
  /** What was written of a table. */
  rows(table: string): AsyncGenerator<Uint8Array>;
  close(): void;
};

/**
 * Opens a backup. Before it is handed out every byte was read once and held against the manifest: whoever restores it has begun nothing
 * yet when it turns out to be damaged.
 *
 * @throws AppError `invalid` that says what is wrong with the file
 */
export async function openBackup(path: string): Promise<OpenBackup> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: NodeJS.ErrnoException) => {
    throw invalid(
      "file",
      cause.code ? cause.message : `${path} is no backup, or an encrypted one, which has to be decrypted first (${cause.message})`,
    );
  });
  try {
    const entries = await entriesOf(zip);
    const manifest = await readManifest(zip, entries.get(MANIFEST));
    for (const table of manifest.tables) await verify(zip, entries, table);
    return { manifest, rows: (table) => bytesOf(zip, entries, fileOf(table)), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    throw damaged("its list of files cannot be read", error);
  }
  return entries;
}

async function readManifest(zip: ZipFile, entry: Entry | undefined): Promise<Manifest> {
  if (!entry || entry.uncompressedSize > MANIFEST_BYTES) throw invalid("file", "File is no backup");
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(zip, new Map([[MANIFEST, entry]]), MANIFEST)) chunks.push(chunk);
  const read = manifestShape.safeParse(jsonOf(Buffer.concat(chunks)));
  if (!read.success) throw invalid("file", "File is no backup of this product, or of another version of the format");
  return read.data;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}

async function verify(zip: ZipFile, entries: ReadonlyMap<string, Entry>, { name, sha256 }: Manifest["tables"][number]): Promise<void> {
  const digest = createHash("sha256");
  for await (const chunk of bytesOf(zip, entries, fileOf(name))) digest.update(chunk);
  if (digest.digest("hex") !== sha256) throw damaged(`the table ${name} is not what was written`);
}

async function* bytesOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string): AsyncGenerator<Uint8Array> {
  const entry = entries.get(name);
  if (!entry) throw damaged(`it lacks ${name}`);
  try {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw isAppError(error) ? error : damaged(`${name} cannot be read`, error);
  }
}

const damaged = (what: string, cause?: unknown): AppError =>
  invalid("file", `File is damaged: ${what}${cause instanceof Error ? ` (${cause.message})` : ""}`);
