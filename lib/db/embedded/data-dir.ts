import { chmod, mkdir, readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";

const ours = /^(keys|postgres|database-url|starting-.+)(\..*)?$/;

/**
 * Makes the folder for our data if it is missing and answers its absolute path.
 *
 * Nobody else may look into it. Only root lets others pass through without looking (mode 0711), because the database then runs as another
 * user and must get to its own folder inside; every file in it that is ours is for its owner only.
 */
export async function ensureDataDir(dataDir: string): Promise<string> {
  const folder = resolve(dataDir);
  const asRoot = process.getuid?.() === 0;
  await mkdir(folder, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
  if (asRoot) {
    const { uid, mode } = await stat(folder);
    // Opened to passers-by only when it is surely a folder of ours: DATA_DIR may name any folder, even a home.
    const isOurs = uid === 0 && (await readdir(folder)).every((name) => ours.test(name));
    if (isOurs && (mode & 0o001) === 0) await chmod(folder, (mode & 0o777) | 0o001);
  }
  return folder;
}
