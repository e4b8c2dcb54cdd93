import { mkdir } from "node:fs/promises";

/**
 * A lasting folder outside any home, for what the database's user must reach when we are root and the checkout is in a closed home.
 *
 * Not the temporary folder: that is emptied, and anybody may put files there.
 */
export async function sharedFolder(): Promise<string> {
  const folder = "/var/lib/signin-fast";
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new Error(
      `The database's own user cannot reach this folder, and ${folder} could not be made instead. Move the checkout and DATA_DIR out of the closed home folder, start as another user than root, or set DATABASE_URL.`,
      { cause },
    );
  }
  return folder;
}
