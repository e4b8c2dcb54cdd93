import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * Lets processes in one at a time: who connects waits for a byte, and is in until the connection ends, so that one that dies makes
 * room as well.
 */
export async function startTurns() {
  const waiting: Socket[] = [];
  const admit = () => void waiting[0]?.write("!");
  const server = createServer((socket) => {
    waiting.push(socket);
    if (waiting.length === 1) admit();
    socket
      .resume()
      .on("error", () => undefined)
      .on("close", () => {
        const wasIn = waiting[0] === socket;
        waiting.splice(waiting.indexOf(socket), 1);
        if (wasIn) admit();
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    async stop() {
      for (const socket of waiting) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Waits to be let in. The answer leaves. */
export async function takeTurn(port: number): Promise<() => Promise<void>> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "data");
  return async () => {
    socket.end();
    await once(socket, "close");
  };
}
