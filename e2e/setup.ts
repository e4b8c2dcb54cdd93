import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { logComplaints } from "./log-complaints";
import { build, startServer } from "./server";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the product answers. */
    baseUrl: string;
    /** How the link that the first start printed answered, after an account was made by command and before any other link was. */
    firstLinkStatus: number;
    /** Everything that the API token of the one customer of these tests may do. */
    apiToken: string;
    dataDir: string;
    /** Where the one browser of these tests takes commands. */
    browser: string;
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

/** Before all journeys: the product, built and started as an operator would, a customer who came by the command line, and a browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  const executablePath = PLACES.find((place) => place && existsSync(place));
  const browser = await chromium.launchServer({ executablePath, args: FLAGS });
  const server = await startServer({ OUTGOING_ALLOW_LOOPBACK: "on" }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  // While the server runs, and before anybody has used the owner link.
  const words = ["account", "create", "--email", "e2e@example.com", "--password", "a long operator password"];
  const { api_token: apiToken } = await server.cli<{ api_token: string }>(...words);
  project.provide("baseUrl", server.baseUrl);
  project.provide("firstLinkStatus", (await fetch(server.ownerLink)).status);
  project.provide("apiToken", apiToken);
  project.provide("dataDir", server.dataDir);
  project.provide("browser", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await server.stop();
    const wrong = logComplaints(server.output());
    if (wrong.length > 0) throw new Error(`The server has logged errors or secrets:\n${wrong.join("\n")}`);
  };
}
