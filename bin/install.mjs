import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root, run, runNode } from "./run.mjs";
import { say } from "./say.mjs";

const marker = join(root, "node_modules/.signin-installed");

/**
 * Whether node_modules holds what package-lock.json asks for.
 *
 * The marker is quick. Where it is missing or old the packages are compared one by one, so that somebody who installed by hand, maybe on a machine
 * that is offline now, is not made to do it again.
 *
 * @param dev whether what only development and tests need must be there as well
 */
export function isInstalled({ dev }) {
  const wanted = expected(dev);
  const known = existsSync(marker) ? readFileSync(marker, "utf8").split("\n") : [];
  if (known.includes(wanted)) return true;
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const needed = Object.entries(packages).filter(
    ([path, entry]) => path !== "" && !entry.optional && (dev || !(entry.dev || entry.devOptional)),
  );
  if (!needed.every(([path, entry]) => entry.link || versionIn(path) === entry.version)) return false;
  remember(dev);
  return true;
}

/** Installs what is missing. */
export async function install({ dev }) {
  say("Installing packages …");
  const given = ["install", "--no-audit", "--no-fund", "--loglevel=error", ...(dev ? ["--include=dev"] : [])];
  const npm = process.env.npm_execpath;
  // `npm install` and not `npm ci`: a mirror may lack optional packages for other platforms, which `ci` does not forgive.
  if (npm && /^npm-cli\.c?js$/.test(basename(npm))) await runNode("npm install", [npm, ...given]);
  else await run("npm install", process.platform === "win32" ? "npm.cmd" : "npm", given);
  remember(dev);
}

function remember(dev) {
  writeFileSync(marker, [expected(false), ...(dev ? [expected(true)] : [])].join("\n"));
}

function expected(dev) {
  const files = ["package.json", "package-lock.json"].map((name) => readFileSync(join(root, name)));
  const hash = createHash("sha256");
  for (const file of files) hash.update(file);
  return `${dev ? "everything" : "production"} ${hash.digest("hex")}`;
}

function versionIn(path) {
  try {
    return JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}
