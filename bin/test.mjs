// Everything that proves the product, from nothing: installs what is missing, Chromium included, builds, then tests.
//   node bin/test.mjs           the tests; further words go to vitest
//   node bin/test.mjs --lint    formatting, types, import boundaries, generated files, dead code
//   node bin/test.mjs --check   both
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
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
/**
 * What runs side by side. Files that look at a browser run one after the other, which leaves a core idle: all others run beside them. What
 * was asked for by name runs in one go.
 */
const LANES =
  filters.length > 0
    ? [filters]
    : [
        ["--project", "!browser"],
        ["--project", "browser"],
      ];

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
  const ended = await Promise.all(LANES.map(test));
  for (const { said } of ended) for (const chunk of said) process.stdout.write(chunk);
  const sum = (name) => ended.reduce((all, { report }) => all + report[name], 0);
  failed ||= ended.some(({ right }) => !right);
  console.log(`${sum("numPassedTests")} passed, ${sum("numFailedTests")} failed, ${sum("numPendingTests")} skipped`);
}
process.exitCode = failed ? 1 : 0;

function run([program, ...given]) {
  return spawnSync(program, given, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).status ?? 1;
}

/** Runs the tests of one lane. Those of the first are shown as they go on; what another says is told at the end. */
async function test(words, lane) {
  const file = join(root, `.build/test-report-${lane}.json`);
  rmSync(file, { force: true });
  const [program, ...given] = bin(
    "vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...words,
  );
  const shown = lane === 0 ? "inherit" : "pipe";
  const child = spawn(program, given, { cwd: root, stdio: ["ignore", shown, shown] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => said.push(chunk));
  const [code] = await once(child, "close");
  return { right: code === 0, said, report: JSON.parse(readFileSync(file, "utf8")) };
}
