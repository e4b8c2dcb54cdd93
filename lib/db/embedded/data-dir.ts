import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";

/** Makes the folder for our data if it is missing, closed to everybody else, and answers its absolute path. */
export async function ensureDataDir(dataDir: string): Promise<string> {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
