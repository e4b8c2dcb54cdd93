import { once } from "node:events";
import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const LOOK_EVERY_MS = 100;

/**
 * A small load balancer: one address, each request to the next instance that says it is ready. A connection that is refused is tried at the next
 * one; nothing else is tried twice.
 *
 * @param ports of the instances on this machine
 */
export async function startRoundRobin(ports: readonly number[]) {
  const unready = new Set<number>();
  let turn = 0;
  const inTurn = () => {
    turn += 1;
    const all = ports.map((_, index) => ports[(index + turn) % ports.length] as number);
    const ready = all.filter((port) => !unready.has(port));
    return ready.length > 0 ? ready : all;
  };
  const looking = setInterval(() => {
    for (const port of ports) {
      const asked = request({ host: "127.0.0.1", port, path: "/api/health/ready", timeout: 1_000 }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) unready.delete(port);
        else unready.add(port);
      });
      asked.on("error", () => unready.add(port)).on("timeout", () => asked.destroy());
      asked.end();
    }
  }, LOOK_EVERY_MS);

  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing, inTurn()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(looking);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Sends a request on, with the address of who sent it, and its answer back; 502 where nobody takes it, or where who took it fails. */
async function forward(incoming: IncomingMessage, outgoing: ServerResponse, ports: readonly number[]): Promise<void> {
  const body = Buffer.concat(await incoming.toArray().catch(() => []));
  // Everybody here comes from one address: who says another one is believed.
  const from = incoming.headers["x-forwarded-for"] ?? incoming.socket.remoteAddress;
  const headers = { ...incoming.headers, "x-forwarded-for": from, connection: "close" };
  for (const port of ports) {
    const asked = request({ host: "127.0.0.1", port, method: incoming.method, path: incoming.url, headers, agent: false });
    asked.end(body);
    const answer = await answerOf(asked);
    if (answer === "refused") continue;
    if (answer === "failed") break;
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing).on("error", () => undefined);
    answer.on("error", () => outgoing.destroy());
    return;
  }
  outgoing.writeHead(502).end("nobody there");
}

const answerOf = (asked: ClientRequest) =>
  new Promise<IncomingMessage | "refused" | "failed">((done) => {
    asked.on("response", done).on("error", (error: NodeJS.ErrnoException) => done(error.code === "ECONNREFUSED" ? "refused" : "failed"));
  });
