import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How it fails, every so many calls: it refuses, it is busy, and it takes a mail and hangs up before it says so. */
const EVERY = { broken: 17, busy: 13, silent: 11 } as const;

/**
 * A provider of mails that speaks Resend's API badly, and remembers what it took under which idempotency key.
 */
export async function startMailProvider() {
  const mails = new Map<string, { to: string; bodies: Set<string> }>();
  let calls = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    calls += 1;
    const refuse = (status: number) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ statusCode: status, name: "application_error", message: "no" }));
    if (calls % EVERY.broken === 0) return void refuse(500);
    if (calls % EVERY.busy === 0) return void refuse(429);
    const key = String(request.headers["idempotency-key"]);
    const mail = mails.get(key) ?? { to: String(JSON.parse(body).to), bodies: new Set() };
    mail.bodies.add(body);
    mails.set(key, mail);
    if (calls % EVERY.silent === 0) return void request.socket.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: key }));
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    mails,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
