import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, place } from "./cluster";
import { commandLine, workingFolder } from "./processes";
import { isUnderWay } from "./under-way";

export const port = 5432;

/** Small, quiet, and as safe as PostgreSQL is by default. */
const settings = {
  listen_addresses: "",
  port,
  unix_socket_permissions: "0700",
  cluster_name: "signin-fast",
  max_connections: 80,
  shared_buffers: "128MB",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  log_min_messages: "warning",
  // Helper processes that nobody here needs: each costs memory while nothing happens.
  io_method: "sync",
  max_logical_replication_workers: 0,
  max_wal_senders: 0,
  jit: "off",
};

/** What the server said before it gave up, when another one is in its way that may be gone in a moment. */
const passing = /lock file "postmaster\.pid" already exists|pre-existing shared memory block|lock file .* already exists/;

/**
 * Starts the server of a folder; answers when it takes connections, or false when another server still has the folder.
 *
 * It gets a session of its own: Ctrl-C in a terminal is for us, who stop it once the last request is answered. It outlives a `kill -9` of
 * this process; the next start finds it.
 *
 * @throws Error with the server's own words when it cannot start
 */
export async function startPostmaster(cluster: Cluster, deadline: number): Promise<boolean> {
  await disownStalePidFile(cluster);
  const said = await openLog(cluster.log);
  // A socket in the database folder has, like the folder, a name of its own for the server.
  const sockets = cluster.socketFolder === cluster.folder ? cluster.ownName : cluster.socketFolder;
  const given = Object.entries({ ...settings, unix_socket_directories: sockets }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(cluster.binaries.postgres, ["-D", cluster.ownName, ...given], {
    ...place(cluster.folder, cluster.user),
    detached: true,
    stdio: ["ignore", said.fd, said.fd],
  });
  isUnderWay();
  closeSync(said.fd);
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  child.unref();
  while (Date.now() < deadline) {
    if (failure) throw new Error(`The embedded PostgreSQL could not be run: ${failure.message}`);
    if (child.exitCode !== null || child.signalCode !== null) {
      const words = (await readFile(cluster.log, "utf8")).slice(said.start).trim();
      if (passing.test(words)) return false;
      throw new Error(
        `The embedded PostgreSQL could not start. Its last words, from ${cluster.log}: ${words.split("\n").slice(-4).join(" ")}`,
      );
    }
    const state = await readPidFile(cluster);
    if (state && state.pid === child.pid && state.status === "ready") return true;
    await pause(5);
  }
  child.kill("SIGINT");
  throw new Error(`The embedded PostgreSQL did not start in time; see ${cluster.log}`);
}

/**
 * Ends the server of a folder and waits until it is gone. Open transactions are rolled back, everything committed is kept.
 *
 * If it is not gone after 20 s it is told to drop everything; it then recovers from its log at the next start.
 */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const running = await readPidFile(cluster);
  if (!running || !isPostmaster(running.pid, cluster)) return;
  const started = Date.now();
  let sent: NodeJS.Signals | undefined;
  while (isPostmaster(running.pid, cluster)) {
    const signal = Date.now() - started < 20_000 ? "SIGINT" : "SIGQUIT";
    if (signal !== sent) {
      try {
        process.kill(running.pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
    sent = signal;
    if (Date.now() - started > 25_000) throw new Error(`The embedded PostgreSQL (process ${running.pid}) does not stop`);
    await pause(5);
  }
}

/**
 * Tells the server to end, without waiting for it: for the last moment of a process that had no time to stop it properly.
 *
 * The server does the same as in `stopPostmaster`, only that nobody watches.
 */
export function dismissPostmaster(cluster: Cluster): void {
  try {
    const pid = Number(readFileSync(join(cluster.folder, "postmaster.pid"), "utf8").split("\n")[0]);
    if (isPostmaster(pid, cluster)) process.kill(pid, "SIGINT");
  } catch {
    // It is gone already.
  }
}

/** What the server wrote about itself; null when none runs and none died. */
export async function readPidFile({ folder }: Pick<Cluster, "folder">): Promise<{ pid: number; status: string } | null> {
  const text = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => null);
  if (text === null) return null;
  const lines = text.split("\n");
  return { pid: Number(lines[0]), status: lines[7]?.trim() ?? "" };
}

function isPostmaster(pid: number, { folder }: Cluster): boolean {
  if (process.platform === "linux") return workingFolder(pid) === folder && commandLine(pid).includes("postgres");
  return commandLine(pid).includes(`-D ${folder} `);
}

/**
 * Lets the server take the folder over when the id of its dead predecessor belongs to something else by now.
 *
 * PostgreSQL refuses to start while any process has the id in its pid file, even a dead one that nobody buried or, in a container, one that was
 * given the same small number. An id of its parent it takes for stale, so we write ours in. Unlike removing the file this keeps PostgreSQL's
 * second safeguard, the shared memory of processes that may still be at work. The file is looked at and written through one descriptor: if
 * another start has replaced it meanwhile, the old one is written and nothing happens.
 */
async function disownStalePidFile(cluster: Cluster): Promise<void> {
  const file = await open(join(cluster.folder, "postmaster.pid"), "r+").catch(() => null);
  if (!file) return;
  try {
    const text = await file.readFile("utf8");
    const pid = Number(text.split("\n")[0]);
    if (Number.isInteger(pid) && pid > 0 && !isPostmaster(pid, cluster)) {
      const disowned = Buffer.from(text.replace(/^.*/, String(process.pid)));
      await file.truncate(0);
      await file.write(disowned, 0, disowned.length, 0);
    }
  } finally {
    await file.close();
  }
}

async function openLog(path: string): Promise<{ fd: number; start: number }> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const full = size > 1_000_000;
  if (full) await rename(path, `${path}.1`);
  return { fd: openSync(path, "a", 0o600), start: full ? 0 : size };
}
