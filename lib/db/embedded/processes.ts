import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

// Process ids are used again, in a container within seconds: before a process is signalled or waited for, look whether it is the one that was meant.

/** The command line of a live process; an empty string for one that is dead, also while nobody has buried it. */
export function commandLine(pid: number): string {
  if (process.platform === "linux") return orElse("", () => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,command=", "-p", String(pid)], { encoding: "utf8" });
  return status !== 0 || stdout.trim().startsWith("Z") ? "" : stdout.trim();
}

/** The folder that a live process works in; null where it is dead or not ours to look at. Linux only. */
export function workingFolder(pid: number): string | null {
  return orElse(null, () => readlinkSync(`/proc/${pid}/cwd`));
}

/** Tells a process from a later one with the same id; null when there is no such process. */
export function startTime(pid: number): string | null {
  if (process.platform !== "linux") return commandLine(pid) === "" ? null : "unknown";
  // The name in parentheses may hold anything, so count from its end: field 22 of the whole line.
  return orElse(null, () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ")[19] ?? null);
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
