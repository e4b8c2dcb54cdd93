import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { SystemUser } from "./system-user";

/**
 * Whether the user may pass through every folder on the way to `path`, and through it if it is a folder.
 *
 * Typically false below /root, which is closed to everybody else.
 */
export async function isReachable(path: string, user: SystemUser | undefined): Promise<boolean> {
  if (!user) return true;
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const right = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & right) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
