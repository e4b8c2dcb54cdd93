import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { link, open, readFile, rm } from "node:fs/promises";
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
  const file = join(folder, "keys");
  if (!existsSync(file)) {
    if (existsSync(join(folder, "postgres"))) {
      log.warn(
        { file },
        "new keys are made beside an existing database; what was sealed before needs the old ones: restore the file or set SIGNIN_KEYS",
      );
    }
    await keep(file, newKey());
  }
  const { success, data } = keyRing.safeParse((await readFile(file, "utf8")).trim());
  if (!success)
    throw new ConfigurationError(
      `${file}: must be \`id:secret[,id:secret]\`. Restore it from a backup; a new one cannot open what the old one sealed.`,
    );
  return data;
}

/** Writes the file whole and on the disk, or not at all; somebody else's that is already there stays. */
async function keep(file: string, text: string): Promise<void> {
  const half = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    const handle = await open(half, "wx", 0o600);
    await handle.writeFile(`${text}\n`);
    await handle.sync();
    await handle.close();
    await link(half, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(half, { force: true });
  }
}
