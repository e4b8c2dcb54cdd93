import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How it fails, every so many calls: it refuses, it is busy, and it takes a mail and hangs up before it says so. */
const EVERY = { broken: 17, busy: 13, silent: 11 } as const;

/** A mail as the provider took it: under one key, with all bodies that came under it, and how often one came. */
export type TakenMail = {
  readonly to: string;
  readonly bodies: Set<string>;
  times: number;
  readonly subject: string;
  readonly text: string;
};

/**
 * A provider of mails that speaks Resend's API, and remembers what it took under which idempotency key.
 *
 * @param failing it speaks it badly, as `EVERY` says
 */
export async function startMailProvider({ failing = false } = {}) {
  const mails = new Map<string, TakenMail>();
  const heard = new EventEmitter();
  let calls = 0;
  let away = false;
  const server = createServer(async (request, response) => {
    // Somebody looks whether we are there.
    if (request.method !== "POST") return void response.end();
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    calls += 1;
    const refuse = (status: number) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ statusCode: status, name: "application_error", message: "no" }));
    if (away || (failing && calls % EVERY.broken === 0)) return void refuse(500);
    if (failing && calls % EVERY.busy === 0) return void refuse(429);
    const key = String(request.headers["idempotency-key"]);
    const { to, subject, text } = JSON.parse(body);
    const mail: TakenMail = mails.get(key) ?? { to: String(to), bodies: new Set(), times: 0, subject, text };
    mail.bodies.add(body);
    mail.times += 1;
    mails.set(key, mail);
    heard.emit("mail");
    if (failing && calls % EVERY.silent === 0) return void request.socket.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: key }));
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    mails,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    /** From now on nothing is taken, or everything is again. */
    goAway(isAway: boolean) {
      away = isAway;
    },
    /** Waits until so many calls have come, or what it took is as wanted. */
    async until(wanted: () => boolean) {
      while (!wanted()) await once(heard, "mail", { signal: AbortSignal.timeout(60_000) });
    },
    /** The last mail to an address whose text is as wanted. Waits for it. */
    async mailTo(email: string, wanted: RegExp): Promise<TakenMail> {
      const find = () => [...mails.values()].findLast(({ to, text }) => to === email && wanted.test(text));
      for (;;) {
        const mail = find();
        if (mail) return mail;
        await once(heard, "mail", { signal: AbortSignal.timeout(30_000) });
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
