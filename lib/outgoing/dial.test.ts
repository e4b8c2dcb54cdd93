import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { TLS_CERTIFICATE } from "@/lib/testing/tls-certificate";
import { dial, type Network, type Outcome } from "./dial";

type Hook = Awaited<ReturnType<typeof startHook>>;

let hook: Hook;
beforeEach(async () => {
  allowLoopback();
  hook = await startHook(answering(200, { ok: true }));
});
afterEach(() => hook.stop());

const call = (network: Partial<Network> = {}, path = "/") =>
  dial({ url: `http://localhost:${hook.port}${path}`, method: "POST", headers: { "x-api-key": "k" }, body: '{"a":"ä"}' }, network);
const failed = (reason: string, code: unknown = null) => ({ kind: "failed", reason, code });

/** Answers with bytes, as no HTTP library would. */
const raw = (...bytes: string[]) => {
  hook.answer = ({ socket }) => {
    for (const part of bytes) socket?.write(part);
  };
};

/** Sends the same bytes again and again until nobody takes them any more; says how many were sent. */
function endlessly(response: ServerResponse, bytes: string | Buffer): Promise<number> {
  const socket = response.socket;
  if (!socket) throw new Error("no connection");
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on("drain", more);
  more();
  return new Promise((done) => socket.on("close", () => done(socket.bytesWritten)));
}

describe("a call", () => {
  test("arrives whole, on a connection of its own, and asks for nothing packed", async () => {
    const outcome = await call({}, "/sign-up?from=x#part");
    expect(outcome).toMatchObject({ kind: "answered", status: 200, body: '{"ok":true}' });
    expect(hook.received).toEqual([
      {
        method: "POST",
        path: "/sign-up?from=x",
        headers: {
          host: `localhost:${hook.port}`,
          "user-agent": "Signin-Fast",
          "x-api-key": "k",
          "accept-encoding": "identity",
          "content-length": "10",
          connection: "close",
        },
        body: '{"a":"ä"}',
      },
    ]);
    await call();
    expect(hook.connections).toHaveLength(2);
  });

  test.each([200, 201, 204, 400, 404, 422, 429, 500, 503])("%d is an answer", async (status) => {
    hook.answer = answering(status, {});
    expect(await call()).toMatchObject({ kind: "answered", status });
  });

  test("an answer is read as UTF-8, whatever it is", async () => {
    hook.answer = (response) => void response.end(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62]));
    expect(await call()).toMatchObject({ body: "a\ufffdb" });
  });

  test("a key that is no header is not sent", async () => {
    const url = `http://localhost:${hook.port}/`;
    expect(await dial({ url, method: "GET", headers: { "x-api-key": "a\r\nx-other: b" } })).toEqual(failed("broken", "ERR_INVALID_CHAR"));
    expect(hook.connections).toEqual([]);
  });

  test("nobody there, and no such host", async () => {
    const { port } = hook;
    await hook.stop();
    expect(await dial({ url: `http://localhost:${port}/`, method: "GET" })).toEqual(failed("unreachable", "ECONNREFUSED"));
    expect(await call({ resolve: async () => [] })).toEqual(failed("unknown_host"));
    hook = await startHook();
  });
});

describe("rebinding", () => {
  test("a name is asked for once a call, and what is connected to is what was judged", async () => {
    const answers = [["127.0.0.2"], ["10.0.0.1"], ["127.0.0.3"], ["127.0.0.2", "169.254.169.254"], ["127.0.0.4"], ["93.184.215.14"]];
    let asked = 0;
    const resolve = async () => answers[asked++ % answers.length] ?? [];
    const outcomes: Outcome[] = [];
    for (let index = 0; index < answers.length; index++) outcomes.push(await call({ resolve }));
    const refused = failed("address_refused");
    const answered = expect.objectContaining({ kind: "answered" });
    expect(outcomes).toEqual([answered, refused, answered, refused, answered, refused]);
    expect(asked).toBe(6);
    expect(hook.dialled).toEqual(["127.0.0.2", "127.0.0.3", "127.0.0.4"]);
  });

  test("of several addresses the next one serves when the first does not", async () => {
    const other = await startHook(answering(200, {}), { host: "127.0.0.9" });
    const outcome = await dial(
      { url: `http://localhost:${other.port}/`, method: "GET" },
      { resolve: async () => ["127.0.0.8", "127.0.0.9"] },
    );
    expect(outcome).toMatchObject({ status: 200 });
    await other.stop();
  });
});

describe("TLS", () => {
  const secure = async (network: Partial<Network>, name = "hook.localhost") => {
    const server = await startHook(answering(201, {}), { tls: true });
    const outcome = await dial({ url: `https://${name}:${server.port}/`, method: "POST", body: "secret" }, network);
    await server.stop();
    return { outcome, received: server.received };
  };

  test("the certificate is the name's, not the address's", async () => {
    const { outcome, received } = await secure({ ca: TLS_CERTIFICATE.cert });
    expect(outcome).toMatchObject({ kind: "answered", status: 201 });
    expect(received).toHaveLength(1);
  });

  test.each([
    ["somebody else's certificate", { ca: TLS_CERTIFICATE.cert }, "other.localhost", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["a certificate that nobody signed", {}, "hook.localhost", "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ])("%s: nothing is said", async (_, network, name, code) => {
    expect(await secure(network, name)).toEqual({ outcome: failed("unreachable", code), received: [] });
  });

  test("plain HTTP where TLS was meant", async () => {
    const outcome = await dial({ url: `https://hook.localhost:${hook.port}/`, method: "POST", body: "secret" });
    expect(outcome).toEqual(failed("unreachable", expect.stringMatching(/SSL|EPROTO/)));
    expect(hook.received).toEqual([]);
  });
});

describe("a redirect is a failure", () => {
  test.each([300, 301, 302, 303, 304, 307, 308])("%d", async (status) => {
    hook.answer = (response) => void response.writeHead(status, { location: `http://localhost:${hook.port}/inside` }).end();
    expect(await call()).toEqual(failed("redirected", String(status)));
    expect(hook.received.map(({ path }) => path)).toEqual(["/"]);
  });
});

describe("a packed answer is a failure", () => {
  test.each(["gzip", "br", "deflate", "GZIP", "identity, gzip", "zstd", "x"])("%s", async (encoding) => {
    hook.answer = (response) => void response.writeHead(200, { "content-encoding": encoding }).end(gzipSync("x".repeat(10_000_000)));
    expect(await call()).toEqual(failed("encoded"));
  });

  test("what is packed without saying so stays packed", async () => {
    const packed = gzipSync("x".repeat(10_000_000));
    hook.answer = (response) => void response.end(packed);
    expect(await call()).toMatchObject({ kind: "answered", body: new TextDecoder().decode(packed) });
  });
});

describe("an answer that does not end well", () => {
  test.each([
    ["a gigabyte", "content-length: 1073741824"],
    ["one of unknown length", "connection: close"],
  ])("%s is cut at 64 KiB, and the rest is not taken", async (_, header) => {
    let sent: Promise<number> | undefined;
    hook.answer = (response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n`);
      sent = endlessly(response, "x".repeat(65_536));
    };
    expect(await call()).toMatchObject({ kind: "answered", status: 200, body: "x".repeat(65_536) });
    expect(await sent).toBeLessThan(32 * 1024 * 1024);
  });

  test("headers without an end", async () => {
    let sent: Promise<number> | undefined;
    hook.answer = (response) => {
      response.socket?.write("HTTP/1.1 200 OK\r\n");
      sent = endlessly(response, `x-more: ${"x".repeat(1_000)}\r\n`);
    };
    expect(await call()).toEqual(failed("broken", "HPE_HEADER_OVERFLOW"));
    expect(await sent).toBeLessThan(32 * 1024 * 1024);
  });

  test("one that is whole is taken, though its sender never closes", async () => {
    raw("HTTP/1.1 201 Created\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}");
    expect(await call()).toMatchObject({ kind: "answered", status: 201, body: "{}" });
    const [socket] = hook.connections;
    if (socket && !socket.destroyed) await once(socket, "close");
  });

  test.each<[string, string[]]>([
    ["nothing at all", []],
    ["half a status line", ["HTTP/1.1 20"]],
    ["headers and no body", ["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n"]],
    ["a body that stops", ["HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345"]],
    ["chunks that stop", ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n"]],
    ["nothing but preliminaries", Array(50).fill("HTTP/1.1 102 Processing\r\n\r\n")],
  ])("%s: left when its time is over", async (_, bytes) => {
    raw(...bytes);
    expect(await call({ totalMs: 60 })).toEqual(failed("too_slow", "total"));
  });

  test("a trickle does not move the end", async () => {
    let timer: NodeJS.Timeout | undefined;
    hook.answer = (response) => {
      response.writeHead(200);
      timer = setInterval(() => response.write("x"), 5);
    };
    expect(await call({ totalMs: 60 })).toEqual(failed("too_slow", "total"));
    clearInterval(timer);
  });

  test("a connection that never stands is left sooner, and so is a name that is never answered for", async () => {
    const silent = await startHook(undefined, { handshake: false });
    const url = `https://hook.localhost:${silent.port}/`;
    expect(await dial({ url, method: "GET" }, { connectMs: 60 })).toEqual(failed("too_slow", "connect"));
    await silent.stop();
    expect(await call({ connectMs: 60, resolve: () => new Promise(() => undefined) })).toEqual(failed("too_slow", "connect"));
  });

  test.each<[string, string[], string | null]>([
    ["no HTTP", ["SSH-2.0-OpenSSH_9.6\r\n"], "HPE_INVALID_CONSTANT"],
    ["two lengths", ["HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx"], "HPE_UNEXPECTED_CONTENT_LENGTH"],
    ["another protocol", ["HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"], null],
  ])("%s", async (_, bytes, code) => {
    raw(...bytes);
    expect(await call()).toEqual(failed("broken", code));
  });

  test.each([
    ["before it began", ""],
    ["in its middle", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345"],
  ])("one that was hung up on %s", async (_, bytes) => {
    hook.answer = ({ socket }) => void socket?.end(bytes);
    expect(await call()).toEqual(failed("broken", "ECONNRESET"));
  });
});
