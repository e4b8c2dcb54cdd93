import { spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

const running = new Set();
// A signal or an error may end us while a child works.
process.on("exit", () => {
  for (const child of running) child.kill();
});

/**
 * Runs a program in the repository until it ends; what it says is shown only when it fails.
 *
 * @throws Error that names `what`, with the program's words
 */
export async function run(what, program, given, env = {}) {
  const child = spawn(program, given, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve)).finally(() => running.delete(child));
  if (code !== 0) throw new Error(`${said.trim()}\n\n${what} failed.`);
}

/** Runs a JavaScript file with this Node. */
export function runNode(what, given, env) {
  return run(what, process.execPath, given, env);
}
