import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a customer's server has at a path. */
type Page = { html: string; headers?: Record<string, string> };

/** A customer's own web server, and a stranger's: one port, reached under every name of this machine. */
export type Host = {
  /** Its address under a name. */
  at(name?: string): string;
  /** Puts a page, or a script, at a path. */
  put(path: string, page: string | Page): void;
  /** The addresses it was asked for, with their queries. */
  readonly asked: string[];
  stop(): Promise<void>;
};

/** Starts it. Whatever it does not have is a page that says so, `/callback` too. */
export async function startHost(): Promise<Host> {
  const pages = new Map<string, Page>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    asked.push(url.href);
    const { html, headers } = pages.get(url.pathname) ?? { html: documentOf("", "<h1>Nothing here</h1>") };
    const type = url.pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    response.writeHead(200, { "content-type": type, ...headers }).end(html);
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  const { port } = server.address() as AddressInfo;
  return {
    at: (name = "127.0.0.1") => `http://${name}:${port}`,
    put: (path, page) => void pages.set(path, typeof page === "string" ? { html: page } : page),
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A whole page of a customer's. */
export const documentOf = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme Shop</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width,initial-scale=1">${head}</head><body>${body}</body></html>`;

/** The buttons of the documentation, in a page that is long enough to scroll. */
export const BUTTONS = `<main><h1>Acme Shop</h1>
<button data-signin-fast="login">Login</button> <button data-signin-fast="signup">Sign Up</button>
<p style="height:200vh">Goods</p></main>`;
