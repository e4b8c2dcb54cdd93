import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createSilentServer, type Socket } from "node:net";
import { env, setEnv } from "@/lib/kernel/env";
import { TLS_CERTIFICATE } from "./tls-certificate";

/** What a hook was sent. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

type Answer = (response: ServerResponse, received: Received) => void;

type HookOptions = {
  /** Where it listens; left out, on every address of this machine. */
  host?: string;
  tls?: boolean;
  /** False: it takes connections and says nothing. */
  handshake?: boolean;
};

/**
 * Somebody else's server: it counts who connects, and answers as it is told.
 *
 * `answer` may be replaced at any time.
 */
export async function startHook(
  answer: Answer = (response) => void response.end("{}"),
  { host = "::", tls = false, handshake = true }: HookOptions = {},
) {
  const received: Received[] = [];
  const connections: Socket[] = [];
  /** The addresses of this machine that were connected to. */
  const dialled: string[] = [];
  const hook = { answer, received, connections, dialled, port: 0, stop };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body: Buffer.concat(parts).toString() };
    received.push(one);
    hook.answer(response, one);
  };
  const server = !handshake ? createSilentServer() : tls ? createTlsServer(TLS_CERTIFICATE, handle) : createServer(handle);
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => undefined);
    connections.push(socket);
    dialled.push(socket.localAddress?.replace("::ffff:", "") ?? "");
  });
  await new Promise<void>((listening) => server.listen(0, host, listening));
  hook.port = (server.address() as AddressInfo).port;
  async function stop() {
    const closed = new Promise((done) => server.close(done));
    for (const socket of connections) socket.destroy();
    await closed;
  }
  return hook;
}

/** Lets the product call this machine, as a setting does on a developer's own. */
export function allowLoopback(on = true): void {
  setEnv({ ...env(), OUTGOING_ALLOW_LOOPBACK: on ? "on" : "off" });
}

/** Answers with JSON. */
export const answering =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
