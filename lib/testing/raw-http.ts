import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpServer, type PageHandler, type ServerOptions } from "@/server/http-server";
import { abort, answers, closing, oneAnswer, open, race } from "./raw-sockets";

export { type RawAnswer, rawRequest } from "./raw-sockets";

/** What Next would have been given. */
export type PageVisit = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: string[];
};

/** The product's server on a free port, with a stand-in for Next that notes its visits. */
export async function startServer(pages?: PageHandler, options: Omit<ServerOptions, "direct"> = {}) {
  const visits: PageVisit[] = [];
  const standIn: PageHandler = async ({ method = "", url = "", headers, rawHeaders }, response) => {
    visits.push({ method, url, headers, rawHeaders });
    response.end("a page");
  };
  const server = createHttpServer(pages ?? standIn, options);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    port,
    visits,
    /** Sends bytes on a connection of their own and reads until it is closed. */
    send: (bytes: string | Buffer) => closing(open(port), bytes).then(oneAnswer),
    /** The same for bytes that hold several requests. */
    sendAll: (bytes: string | Buffer) => closing(open(port), bytes).then(answers),
    /** Sends bytes and goes away. */
    abort: (bytes: string) => abort(open(port), bytes),
    race: (requests: readonly string[]) => race(requests.map((bytes) => ({ port, bytes }))),
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
