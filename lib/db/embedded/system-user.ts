import { readFile, stat } from "node:fs/promises";

/** An unprivileged user of this machine. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * Whom the database runs as when we are root, because PostgreSQL refuses root; undefined when we are not root and it runs as ourselves.
 *
 * A database that exists stays with the user who owns its files. The user needs a line in /etc/passwd: initdb looks its own name up.
 */
export async function databaseUser(databaseFolder: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").flatMap((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return Number(uid) > 0 && Number(gid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
  const owner = await stat(databaseFolder).then(
    ({ uid }) => uid,
    () => 0,
  );
  if (owner !== 0) {
    const user = users.find(({ uid }) => uid === owner);
    if (user) return user;
    throw new Error(
      `The database in ${databaseFolder} belongs to uid ${owner}, which has no line in /etc/passwd. Start as the user who made it.`,
    );
  }
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const user = users.find((candidate) => candidate.name === name);
    if (user) return user;
  }
  throw new Error(
    "PostgreSQL does not run as root, and this machine has no user postgres or nobody to run it as. Start as another user, or set DATABASE_URL.",
  );
}
