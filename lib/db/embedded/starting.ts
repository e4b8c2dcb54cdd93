import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTime } from "./processes";

const pattern = /^starting-(\d+)-[0-9a-f]+$/;

/**
 * Tells others that this process is about to run the database, so that they wait for it. Call the answer when it runs or never will.
 *
 * It is no lock. It bridges the second in which there is no database yet that could hold one.
 */
export async function announceStart(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, `starting-${process.pid}-${randomBytes(4).toString("hex")}`);
  await writeFile(`${file}.new`, startTime(process.pid) ?? "", { mode: 0o600 });
  await rename(`${file}.new`, file);
  return () => rm(file, { force: true });
}

/** Whether a live process has announced that it is about to run the database. */
export async function isStarting(dataDir: string): Promise<boolean> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    const pid = Number(pattern.exec(name)?.[1] ?? 0);
    if (pid === 0) continue;
    const announced = await readFile(join(dataDir, name), "utf8").catch(() => "");
    if (startTime(pid) === announced) return true;
    // Left behind by a process that was killed.
    await rm(join(dataDir, name), { force: true });
  }
  return false;
}
