// The one command: installs what is missing, builds what is stale, then runs. No dependencies, because none may be installed yet.
//   node bin/start.mjs                the server
//   node bin/start.mjs --dev          the server, pages drawn by Next with hot reload
//   node bin/start.mjs --build-only   everything but running
//   node bin/start.mjs --cli …        a command of bin/signin.ts; standard output is the command's own
import { readFileSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24)) {
  console.error(`Signin Fast runs on Node.js 20.19, 22.12 or 24 and newer. This is ${process.versions.node}.`);
  process.exit(1);
}

const [mode = "--start", ...rest] = process.argv.slice(2);
const steps = {
  "--start": ["prisma", "routes", "widget", "pages", "bundle"],
  "--build-only": ["prisma", "routes", "widget", "pages", "bundle"],
  "--dev": ["prisma", "routes", "widget", "bundle"],
  // A command draws no pages, and must not rebuild them under a running server.
  "--cli": ["prisma", "routes", "bundle"],
}[mode];
if (!steps || (mode !== "--cli" && rest.length > 0)) {
  console.error(
    "Usage: node bin/start.mjs [--dev | --build-only | --cli COMMAND …]\nSettings are environment variables, for example: PORT=4000 npm start",
  );
  process.exit(2);
}

// Only what runs in this process decides which React and which Next it gets; a NODE_ENV of the shell would mix them.
process.env.NODE_ENV = mode === "--dev" ? "development" : "production";
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

const started = Date.now();
for (const signal of ["SIGINT", "SIGTERM"]) {
  let first = 0;
  process.on(signal, () => {
    const again = first > 0 && Date.now() - first > 1_000;
    first ||= Date.now();
    // Whoever runs stops in order. Only a signal repeated later ends at once; npm passes each one on, so two come together.
    if (process.listenerCount(signal) > 1 || (runs && !again)) return;
    process.exit(signal === "SIGINT" ? 130 : 143);
  });
}
let runs = false;
process.on("newListener", (name) => {
  if (name === "SIGTERM") runs = true;
});

// A closed terminal is an order to stop, unless we were told not to hear it (nohup): a handler of ours would undo that.
if (!ignoresHangup()) process.on("SIGHUP", () => process.kill(process.pid, "SIGTERM"));

// npm runs us through a shell. A signal to npm ends that shell and not us, and the server would go on without anybody knowing.
if (process.env.npm_lifecycle_event && mode !== "--cli") {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 200);
  watch.unref();
}

try {
  const { prepare } = await import("./prepare.mjs");
  await prepare(steps);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

if (mode === "--cli") {
  process.argv.splice(1, 2, new URL("../.build/signin.js", import.meta.url).pathname);
  await import("../.build/signin.js");
} else if (mode !== "--build-only") {
  await import("../.build/main.js");
} else {
  console.error(`  Built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function ignoresHangup() {
  try {
    return (Number.parseInt(/^SigIgn:\s*\w*(\w)$/m.exec(readFileSync("/proc/self/status", "utf8"))[1], 16) & 1) === 1;
  } catch {
    return true;
  }
}
