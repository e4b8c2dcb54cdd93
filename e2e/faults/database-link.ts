import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * The way to a database, in our hands: it can be cut, it can be slow, and it can swallow all without a word.
 *
 * @param databaseUrl of a PostgreSQL on a socket of this machine
 */
export async function startDatabaseLink(databaseUrl: string) {
  const address = new URL(databaseUrl);
  const path = `${address.searchParams.get("host")}/.s.PGSQL.${address.port}`;
  const open = new Set<Socket>();
  let delayMs = 0;
  let isSilent = false;
  const join = (client: Socket) => {
    const upstream = connect(path);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      if (isSilent) one.pause();
      one
        .on("error", () => undefined)
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
    }
    upstream.on("data", (chunk) => client.write(chunk));
    // Timers of one length fire in the order in which they were set.
    client.on("data", (chunk) => (delayMs === 0 ? upstream.write(chunk) : setTimeout(() => upstream.write(chunk), delayMs)));
  };
  const server = createServer(join).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  address.searchParams.delete("host");
  address.host = `127.0.0.1:${port}`;
  const cut = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    url: address.href,
    /** Ends every connection and refuses new ones. */
    cut,
    /** Lets them through again. */
    async mend() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    /** Each question takes so much longer from now on. */
    slowBy(ms: number) {
      delayMs = ms;
    },
    /** How many connections there are. */
    open: () => open.size / 2,
    /** Passes nothing on, not even that a connection is over, until it does again. */
    silence(silent: boolean) {
      isSilent = silent;
      for (const socket of open) silent ? socket.pause() : socket.resume();
    },
    stop: cut,
  };
}
