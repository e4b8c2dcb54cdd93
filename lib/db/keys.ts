import { randomBytes } from "node:crypto";
import { existsSync, unwatchFile, watchFile } from "node:fs";
import { link, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError, type KeyRing, keyRing, type Settings } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { newKey } from "@/lib/kernel/secrets";
import { ensureDataDir } from "./embedded/data-dir";

/**
 * The sealing keys: SIGNIN_KEYS where it is set, otherwise those kept in DATA_DIR, made at the first start.
 *
 * SECURITY: the file is for its owner only. Everything sealed in the database is lost with it, so it is on the disk before it is used, and two
 * processes that start at once end up with the same keys.
 *
 * @throws ConfigurationError when the file holds something else
 */
export async function loadKeys(settings: Pick<Settings, "SIGNIN_KEYS" | "DATA_DIR">): Promise<KeyRing> {
  if (settings.SIGNIN_KEYS) return settings.SIGNIN_KEYS;
  const folder = await ensureDataDir(settings.DATA_DIR);
  const file = keysFile(folder);
  if (!existsSync(file)) {
    if (existsSync(join(folder, "postgres"))) {
      log.warn(
        { file },
        "new keys are made beside an existing database; what was sealed before needs the old ones: restore the file or set SIGNIN_KEYS",
      );
    }
    await keep(file, newKey());
  }
  return readKeys(file);
}

/** Where the keys are, where no setting says them. */
export const keysFile = (dataDir: string) => join(dataDir, "keys");

/** How long a process that runs may take until it has read a ring that was changed. */
export const KEYS_READ_MS = 2_000;

/** The ring of a file. @throws ConfigurationError when the file holds something else */
export async function readKeys(file: string): Promise<KeyRing> {
  const { success, data } = keyRing.safeParse((await readFile(file, "utf8")).trim());
  if (!success)
    throw new ConfigurationError(
      `${file}: must be \`id:secret[,id:secret]\`. Restore it from a backup; a new one cannot open what the old one sealed.`,
    );
  return data;
}

/**
 * Has this process use the ring of the file whenever that is changed, until the returned function is called.
 *
 * A ring that cannot be read is told of, and the one before is used on.
 */
export function followKeys(dataDir: string, use: (keys: KeyRing) => void): () => void {
  const file = keysFile(dataDir);
  const look = () => {
    readKeys(file).then(use, (error: unknown) => log.error({ detail: String(error) }, "the changed keys could not be read"));
  };
  watchFile(file, { interval: KEYS_READ_MS / 4, persistent: false }, look);
  return () => unwatchFile(file, look);
}

/** Puts another ring in place of the one in the file, whole or not at all. */
export async function writeKeys(dataDir: string, text: string): Promise<void> {
  const file = keysFile(dataDir);
  const half = await writeHalf(file, text);
  await rename(half, file);
}

/** Writes the file whole and on the disk, or not at all; somebody else's that is already there stays. */
async function keep(file: string, text: string): Promise<void> {
  const half = await writeHalf(file, text);
  try {
    await link(half, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(half, { force: true });
  }
}

/** SECURITY: for its owner only, and on the disk before it is used. */
async function writeHalf(file: string, text: string): Promise<string> {
  const half = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = await open(half, "wx", 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
    return half;
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
