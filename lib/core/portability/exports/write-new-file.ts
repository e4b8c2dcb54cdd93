import { open, rm } from "node:fs/promises";
import { AppError } from "@/lib/kernel/errors";

/**
 * Writes a new file of this machine, whole and on the disk, or none. SECURITY: for the eyes of the one who runs it only.
 *
 * @throws AppError `invalid` when it cannot be made, or is there already
 */
export async function writeNewFile(path: string, source: AsyncGenerator<Uint8Array>): Promise<number> {
  const file = await open(path, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError("invalid", {
      issues: [{ path: "out", message: cause.code === "EEXIST" ? `${path} is there already` : cause.message }],
      cause,
    });
  });
  let bytes = 0;
  try {
    for await (const chunk of source) {
      await file.writeFile(chunk);
      bytes += chunk.length;
    }
    await file.sync();
    return bytes;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
