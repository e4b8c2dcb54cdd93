// Everything that proves the product, from nothing: installs what is missing, Chromium included, builds, then tests.
//   node bin/test.mjs           the tests; further words go to vitest
//   node bin/test.mjs --lint    formatting, types, import boundaries, generated files, dead code
//   node bin/test.mjs --check   both
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withBuildLock } from "./build-lock.mjs";
import { findChromium, installChromium } from "./chromium.mjs";
import { install, isInstalled } from "./install.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./run.mjs";
import { say } from "./say.mjs";

const [first = "", ...rest] = process.argv.slice(2);
const mode = ["--lint", "--check"].includes(first) ? first : "--test";
const filters = mode === "--test" ? process.argv.slice(2) : rest;
const report = join(root, ".build/test-report.json");

const bin = (name, ...given) => [process.execPath, join(root, "node_modules", name), ...given];

/** What `--check` adds, each a program that ends with 0 when all is well. */
const CHECKS = [
  ["Formatting and lint", bin("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".")],
  ["Routes are fresh", [process.execPath, "bin/generate.mjs", "--check"]],
  ["Types", bin("typescript/bin/tsc", "--noEmit")],
  ["Import boundaries", [process.execPath, "bin/boundaries.mjs"]],
  ["Dead code", bin("knip/bin/knip.js", "--no-progress")],
];

process.env.NEXT_TELEMETRY_DISABLED ??= "1";
try {
  if (!isInstalled({ dev: true })) await withBuildLock(async () => isInstalled({ dev: true }) || install({ dev: true }));
  await prepare(["prisma", "routes", "widget", "pages", "bundle"]);
  if (mode !== "--lint") process.env.CHROMIUM_PATH = findChromium() ?? (await installChromium());
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}

let failed = false;
if (mode !== "--test") {
  for (const [name, command] of CHECKS) {
    const right = run(command) === 0;
    failed ||= !right;
    say(`${right ? "✓" : "✗"} ${name}`);
  }
}
if (mode !== "--lint") {
  rmSync(report, { force: true });
  failed =
    run(bin("vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filters)) !== 0 ||
    failed;
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
}
process.exitCode = failed ? 1 : 0;

function run([program, ...given]) {
  return spawnSync(program, given, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status ?? 1;
}
