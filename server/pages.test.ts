import type { AddressInfo } from "node:net";
import { beforeEach, expect, test, vi } from "vitest";
import { createHttpServer } from "./http-server";
import { nextPages } from "./pages";

/** Next as far as it matters here, and a promise that the test settles: when it is ready. */
const { settled, next } = vi.hoisted(() => {
  const settled = () => {
    let resolve: () => void = () => undefined;
    let reject: (error: Error) => void = () => undefined;
    const promise = new Promise<void>((done, failed) => {
      resolve = done;
      reject = failed;
    });
    return { promise, resolve, reject };
  };
  return { settled, next: { made: 0, closed: 0, ready: settled() } };
});
vi.mock("next", () => ({
  default: () => {
    next.made += 1;
    return {
      prepare: () => next.ready.promise,
      getRequestHandler: () => async (_: unknown, response: { end(text: string): void }) => response.end("drawn"),
      close: async () => {
        next.closed += 1;
      },
    };
  },
}));

beforeEach(() => {
  Object.assign(next, { made: 0, closed: 0, ready: settled() });
});

/** A server with these pages, for as long as the work takes. */
async function serving<T>(pages: ReturnType<typeof nextPages>, work: (url: string) => Promise<T>): Promise<T> {
  const server = createHttpServer(pages.handle);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await work(`http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("what is no page is answered before Next is loaded; a page waits for it, and loads it once", async () => {
  await serving(nextPages(false), async (url) => {
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    expect(next.made).toBe(0);
    const visits = [fetch(url), fetch(url)];
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    expect(await Promise.race([...visits, fetch(`${url}/api/health`).then(() => "not drawn yet")])).toBe("not drawn yet");
    next.ready.resolve();
    const [first, second] = await Promise.all(visits);
    expect([await first?.text(), await second?.text()]).toEqual(["drawn", "drawn"]);
    expect(first?.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[\w+/]{22}==' /);
    expect(first?.headers.get("content-security-policy")).not.toBe(second?.headers.get("content-security-policy"));
    const icon = await fetch(`${url}/favicon.ico`);
    expect(icon.headers.get("content-security-policy")).toBe("default-src 'none'");
    expect(next.made).toBe(1);
  });
});

test("a page runs what has its nonce, loads nothing of others, and is framed by nobody", async () => {
  await serving(nextPages(false), async (url) => {
    next.ready.resolve();
    const { headers } = await fetch(`${url}/dashboard`);
    const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1];
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("content-security-policy")?.split("; ")).toEqual([
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "frame-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
  });
});

test("pages that cannot be drawn are a 500 each, and take nothing else down", async () => {
  const pages = nextPages(false);
  next.ready.reject(new Error("no build"));
  pages.prepare();
  await serving(pages, async (url) => {
    expect((await fetch(url)).status).toBe(500);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });
});

test("closing ends what was loaded, and loads nothing", async () => {
  const unused = nextPages(false);
  await unused.close();
  expect(next).toMatchObject({ made: 0, closed: 0 });
  const used = nextPages(false);
  used.prepare();
  next.ready.resolve();
  await used.close();
  expect(next).toMatchObject({ made: 1, closed: 1 });
});
