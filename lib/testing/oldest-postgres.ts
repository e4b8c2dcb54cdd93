import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { locateBinaries } from "@/lib/db/embedded/binaries";
import { place } from "@/lib/db/embedded/cluster";
import { databaseUser } from "@/lib/db/embedded/system-user";
import { haveRoles, rolesOf } from "@/lib/db/roles";

/**
 * Runs the oldest PostgreSQL that DATABASE_URL may lead to, in a folder of its own, and answers the address of a database of the product's.
 *
 * Nobody but this machine's administrator and the server's own user reaches its socket, so it asks for no password.
 */
export async function startOldestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "signin-oldest-"));
  const data = join(folder, "data");
  const user = await databaseUser(data);
  const { initdb, postgres } = await locateBinaries(user, "postgres-15");
  await mkdir(data, { mode: 0o700 });
  await chmod(folder, 0o711);
  if (user) await chown(data, user.uid, user.gid);
  const where = place(data, user);
  const locale = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"];
  await promisify(execFile)(initdb, ["--username=postgres", "--auth=trust", "--no-sync", ...locale, `--pgdata=${data}`], where);
  const settings = { listen_addresses: "", unix_socket_directories: data, fsync: "off", max_connections: 80, jit: "off", timezone: "UTC" };
  const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(postgres, ["-D", data, ...given], { ...where, stdio: "ignore" });
  const ended = once(server, "exit");
  const kill = () => server.kill("SIGQUIT");
  process.once("exit", kill);
  const address = (name: string) => `postgresql://${name}:x@localhost/${name}?host=${encodeURIComponent(data)}&sslmode=disable`;
  await makeDatabase(address("postgres"), address("signin"));
  return {
    url: address("signin"),
    async stop() {
      process.off("exit", kill);
      server.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The product's user, roles and database, as the embedded server has them, once the server takes connections. */
async function makeDatabase(administrator: string, url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await pause(20)) {
    const client = new pg.Client(administrator);
    try {
      await client.connect();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      continue;
    }
    await client.query("CREATE ROLE signin LOGIN CREATEDB");
    await client.query("CREATE DATABASE signin OWNER signin");
    await haveRoles(client, rolesOf(url));
    return client.end();
  }
}
