import { connect, type Socket } from "node:net";

/** What came back over a socket. `body` is what was sent, chunks put together. */
export type RawAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** A request as it stands on the wire. It asks for the connection to be closed. */
export function rawRequest(method: string, path: string, headers: Readonly<Record<string, string>>, body = ""): string {
  const length = body === "" && method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...headers, ...length, connection: "close" }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

/** A connection to a server of this machine. */
export const open = (port: number): Socket => connect({ port, host: "127.0.0.1", noDelay: true });

/** A request, and the port of the server that it is for. */
export type Racer = { readonly port: number; readonly bytes: string };

/** Sends requests on a connection each, holds back their last bytes, and releases those together when all others are sent. */
export async function race(racers: readonly Racer[]): Promise<RawAnswer[]> {
  const sockets = await Promise.all(
    racers.map(async ({ port, bytes }) => {
      const socket = open(port);
      const ended = toEnd(socket);
      await new Promise<void>((sent) => socket.write(bytes.slice(0, -1), () => sent()));
      return { socket, ended, last: bytes.slice(-1) };
    }),
  );
  for (const { socket, last } of sockets) socket.write(last);
  return Promise.all(sockets.map(async ({ ended }) => oneAnswer(await ended)));
}

/** Sends bytes and goes away. */
export async function abort(socket: Socket, bytes: string): Promise<void> {
  const closed = toEnd(socket);
  socket.write(bytes, () => socket.destroy());
  await closed;
}

/** Sends bytes and reads what comes until the connection is closed. */
export function closing(socket: Socket, bytes: string | Buffer): Promise<Buffer> {
  const ended = toEnd(socket);
  socket.write(bytes);
  return ended;
}

/** Everything that a socket brings until the other side closes it. A reset after the answer is an end like any other. */
function toEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done) => {
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => done(Buffer.concat(chunks)));
  });
}

/** The one answer that came. */
export function oneAnswer(bytes: Buffer): RawAnswer {
  const all = answers(bytes);
  const [first] = all;
  if (!first || all.length > 1)
    throw new Error(`Expected one answer and got ${all.length}: ${JSON.stringify(bytes.toString("latin1").slice(0, 300))}`);
  return first;
}

/** The answers on one connection, one after the other. An informational answer is not counted. */
export function answers(bytes: Buffer): RawAnswer[] {
  const found: RawAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf("\r\n\r\n");
    const [line = "", ...lines] = rest.toString("latin1", 0, end).split("\r\n");
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(line) ?? [];
    if (end < 0 || !status) throw new Error(`No HTTP answer: ${JSON.stringify(rest.toString("latin1").slice(0, 300))}`);
    const headers = Object.fromEntries(
      lines.map((text) => [text.slice(0, text.indexOf(":")).toLowerCase(), text.slice(text.indexOf(":") + 1).trim()]),
    );
    const { body, size } = bodyAt(rest.subarray(end + 4), headers);
    if (Number(status) >= 200) found.push({ status: Number(status), headers, body: body.toString("utf8") });
    rest = rest.subarray(end + 4 + size);
  }
  return found;
}

function bodyAt(bytes: Buffer, headers: Record<string, string>): { body: Buffer; size: number } {
  if (headers["transfer-encoding"] !== "chunked") {
    const size = Math.min(Number(headers["content-length"] ?? 0), bytes.length);
    return { body: bytes.subarray(0, size), size };
  }
  const chunks: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const length = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
    if (length === 0) break;
  }
  return { body: Buffer.concat(chunks), size: at };
}
