import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { newWebhookSecret, signedHeaders } from "@/lib/core/webhooks/webhook-secret";
import { JAVASCRIPT, PYTHON } from "./samples";

const has = (command: string) => spawnSync(command, ["--version"]).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Runs a receiver of the documentation; what it answers to requests, one after the other. */
async function answersOf(command: string, options: string[], secret: string, requests: RequestInit[]): Promise<number[]> {
  const port = await freePort();
  const receiver = spawn(command, options, { env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }, stdio: "ignore" });
  const send = async (request: RequestInit): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", ...request }).catch(() => null))?.status ?? send(request);
  try {
    const answers: number[] = [];
    for (const request of requests) answers.push(await send(request));
    return answers;
  } finally {
    receiver.kill();
  }
}

describe("a receiver of the documentation takes what we sign, and refuses what was changed, is old, or is signed by another", () => {
  const [secret, at] = [newWebhookSecret(), new Date()];
  const body = '{"type":"site_user.created","data":{"name":"Jäne"}}';
  const message = { id: "evt_1", at, body };
  const signed = (secrets: string[], when = at) => signedHeaders({ ...message, at: when }, secrets);
  const requests = [
    { headers: signed([secret]), body },
    { headers: signed([newWebhookSecret(), secret]), body },
    { headers: signed([secret]), body: body.replace("created", "deleted") },
    { headers: signed([newWebhookSecret()]), body },
    { headers: signed([secret], new Date(at.getTime() - 600_000)), body },
  ];
  const expected = [204, 204, 400, 400, 400];

  test("JavaScript", async () =>
    expect(await answersOf("node", ["--input-type=module", "-e", JAVASCRIPT], secret, requests)).toEqual(expected));

  test.runIf(has("python3"))("Python", async () => expect(await answersOf("python3", ["-c", PYTHON], secret, requests)).toEqual(expected));
});
