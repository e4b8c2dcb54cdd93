import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./run.mjs";
import { say } from "./say.mjs";

const folder = join(root, ".build");
const lock = join(folder, "lock");

/**
 * Does the work while no other process of this checkout does such work.
 *
 * The lock is a folder, because making one either succeeds or finds it there. It names its holder with the time at which it started: a holder that
 * was killed is recognised, also when its number belongs to another process by now.
 */
export async function withBuildLock(work) {
  mkdirSync(folder, { recursive: true });
  let told = false;
  while (!take()) {
    const holder = read(lock);
    if (holder && !isAlive(holder)) discard(holder);
    else {
      if (!told) say("Another start is building; waiting for it …");
      told = true;
      await pause(100);
    }
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take() {
  // Made elsewhere with its content and moved in, so nobody sees a lock without a name.
  const mine = join(folder, `lock.${process.pid}`);
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(join(mine, "holder"), `${process.pid} ${startTime(process.pid)}`);
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST" || error.code === "EPERM") return false;
    throw error;
  }
}

/** Takes a dead holder's lock away. If another one was quicker and holds it by now, it gets it back. */
function discard(holder) {
  const away = join(folder, `lock.dead.${process.pid}`);
  try {
    renameSync(lock, away);
    if (read(away) !== holder) renameSync(away, lock);
  } catch {
    // Somebody else took it away.
  }
  rmSync(away, { recursive: true, force: true });
}

function read(path) {
  try {
    return readFileSync(join(path, "holder"), "utf8");
  } catch {
    return null;
  }
}

function isAlive(holder) {
  const [pid, time] = holder.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return startTime(Number(pid)) === time;
}

/** Tells a process from a later one with the same id, on Linux; elsewhere the id has to do. */
function startTime(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ")[19];
  } catch {
    return "unknown";
  }
}
