import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, run, runNode } from "./run.mjs";
import { say } from "./say.mjs";

const PLACES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium on this machine, or null. */
export function findChromium() {
  return PLACES.find((place) => place && existsSync(place)) ?? null;
}

/** Installs Chromium: Debian's package where that works, else Playwright's own build. Returns its path. */
export async function installChromium() {
  say("Installing Chromium for the browser tests …");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const quiet = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get update", "apt-get", ["update", "-q"], quiet);
    await run("apt-get install chromium", "apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], quiet);
    const found = findChromium();
    if (found) return found;
  }
  await runNode("playwright install chromium", [join(root, "node_modules/playwright-core/cli.js"), "install", "chromium"]);
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}
