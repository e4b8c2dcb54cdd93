import type { TestProject } from "vitest/node";
import { startToBeJoined } from "./instances/join-instance";
import { logComplaints } from "./log-complaints";
import { build, type RunningServer, startServer } from "./server";

/** `npm run test:balanced`: the same journeys, each request at the next of two instances. */
const JOINED = process.env.SIGNIN_INSTANCES === "2";
const SETTINGS = { OUTGOING_ALLOW_LOOPBACK: "on" };

declare module "vitest" {
  interface ProvidedContext {
    /** Where the product answers. */
    baseUrl: string;
    /** How the link that the first start printed answered, after an account was made by command and before any other link was. */
    firstLinkStatus: number;
    /** Everything that the API token of the one customer of these tests may do. */
    apiToken: string;
    dataDir: string;
  }
}

/** Before all journeys: the product, built and started as an operator would, and a customer who came by the command line. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  const { server, joined } = JOINED ? await startToBeJoined(SETTINGS) : await alone();
  // While the server runs, and before anybody has used the owner link.
  const words = ["account", "create", "--email", "e2e@example.com", "--password", "a long operator password"];
  const { api_token: apiToken } = await server.cli<{ api_token: string }>(...words);
  project.provide("baseUrl", server.baseUrl);
  project.provide("firstLinkStatus", (await fetch(server.ownerLink)).status);
  project.provide("apiToken", apiToken);
  project.provide("dataDir", server.dataDir);
  const all = await joined();
  return async () => {
    await all.stop();
    const wrong = logComplaints(all.output());
    if (wrong.length > 0) throw new Error(`The server has logged errors or secrets:\n${wrong.join("\n")}`);
  };
}

async function alone(): Promise<Awaited<ReturnType<typeof startToBeJoined>>> {
  const server: RunningServer = await startServer(SETTINGS);
  return { server, joined: async () => server };
}
