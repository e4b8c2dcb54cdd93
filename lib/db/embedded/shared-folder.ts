import { mkdir } from "node:fs/promises";

/**
 * A lasting folder outside any home, for the database's programs when we are root and the checkout is in a closed home.
 *
 * Not the temporary folder: that is emptied, and anybody may put files there.
 */
export async function sharedFolder(): Promise<string> {
  const folder = "/var/lib/signin-fast";
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new Error(
      `PostgreSQL does not run as root, its own user cannot get into this checkout, and ${folder} could not be made for a copy of its programs. Move the checkout out of the closed home folder, start as another user than root, or set DATABASE_URL.`,
      { cause },
    );
  }
  return folder;
}
