import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process with this id exists, be it ours, somebody else's, or dead and not yet buried. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The command line of a live process; an empty string for one that is dead (also while nobody has buried it), null where it cannot be seen.
 *
 * Ids are used again, in a container within seconds: before a process is signalled or waited for, look whether it is the one that was meant.
 */
export function commandLine(pid: number): string | null {
  if (!exists(pid)) return "";
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return exists(pid) ? null : "";
    }
  }
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,command=", "-p", String(pid)], { encoding: "utf8" });
  if (status !== 0) return exists(pid) ? null : "";
  return stdout.trim().startsWith("Z") ? "" : stdout.trim();
}

/** Tells a process from a later one with the same id; null when there is no such process. */
export function startTime(pid: number): string | null {
  try {
    // The name in parentheses may hold anything, so count from its end: field 22 of the whole line.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ")[19] ?? null;
  } catch {
    return process.platform === "linux" || !exists(pid) ? null : "unknown";
  }
}
