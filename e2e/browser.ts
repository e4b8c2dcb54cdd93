import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { startTurns } from "./turns";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the one browser of these tests takes commands. */
    browser: string;
    /** Where files that look at it wait for their turn. */
    turns: number;
  }
}

const PLACES = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/**
 * What is not to be looked at, for it costs two thirds of opening a window: the pages of the address field. Of two such lists
 * the last holds, so what Playwright turns off stands here as well.
 */
const OFF = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${OFF.join(",")}`,
];

/** Before all files that look at one: a browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  const [browser, turns] = await Promise.all([chromium.launchServer({ executablePath, args: FLAGS }), startTurns()]);
  project.provide("browser", browser.wsEndpoint());
  project.provide("turns", turns.port);
  return async () => {
    await browser.close();
    await turns.stop();
  };
}
