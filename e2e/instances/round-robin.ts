import { once } from "node:events";
import { type ClientRequest, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const LOOK_EVERY_MS = 100;

/**
 * A small load balancer: one address, each request to the next instance that says it is ready. A connection that is refused is tried at the next
 * one; nothing else is tried twice.
 *
 * @param ports of the instances on this machine
 * @param believed what a request says of where it comes from is taken for true: all of one test come from one address
 */
export async function startRoundRobin(ports: readonly number[], { believed }: { believed: boolean }) {
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

  const from = ({ headers, socket }: IncomingMessage) => {
    const said = headers["x-forwarded-for"];
    return believed ? `${said ?? socket.remoteAddress}` : [said, socket.remoteAddress].filter(Boolean).join(", ");
  };
  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing, from(incoming), inTurn()));
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
async function forward(incoming: IncomingMessage, outgoing: ServerResponse, from: string, ports: readonly number[]): Promise<void> {
  const body = Buffer.concat(await incoming.toArray().catch(() => []));
  const headers = ["x-forwarded-for", from, "connection", "close"];
  // As they came, also what stands there twice or is empty.
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    const [name = "", value = ""] = incoming.rawHeaders.slice(at, at + 2);
    if (!/^(?:x-forwarded-for|connection|transfer-encoding)$/i.test(name)) headers.push(name, value);
  }
  if (incoming.headers["transfer-encoding"]) headers.push("content-length", String(body.length));
  for (const port of ports) {
    const asked = request({ host: "127.0.0.1", port, method: incoming.method, path: incoming.url, headers, setHost: false, agent: false });
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
