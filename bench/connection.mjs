// Raw keep-alive sockets and prepared bytes, because generator, server and database share two cores: whatever the generator burns is taken
// from the server, and most from the fastest one.
import { connect } from "node:net";

const END = Buffer.from("\r\n\r\n");

/** One keep-alive connection. `send` one request at a time; `done(status, head, body, bytes)` or `done(0)` when the connection broke. */
export class Connection {
  constructor(port) {
    this.port = port;
    this.open();
  }
  open() {
    this.rest = null;
    this.head = null;
    const socket = connect({ port: this.port, host: "127.0.0.1", noDelay: true });
    this.socket = socket;
    socket.on("data", (data) => this.read(data));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.socket !== socket) return;
      this.socket = null;
      const done = this.done;
      this.done = null;
      done?.(0, "", "", 0);
    });
  }
  send(bytes, done) {
    if (!this.socket) this.open();
    this.done = done;
    this.size = 0;
    this.socket.write(bytes);
  }
  read(data) {
    this.size += data.length;
    const buffer = this.rest ? Buffer.concat([this.rest, data]) : data;
    this.rest = buffer;
    if (!this.head) {
      const at = buffer.indexOf(END);
      if (at < 0) return;
      const head = buffer.latin1Slice(0, at + 2).toLowerCase();
      const length = /\r\ncontent-length: (\d+)/.exec(head);
      this.status = Number(head.slice(9, 12));
      this.chunked = head.includes("\r\ntransfer-encoding: chunked");
      this.need = length ? Number(length[1]) : this.chunked ? Infinity : 0;
      this.close = head.includes("\r\nconnection: close");
      this.bodyAt = at + 4;
      this.head = buffer.latin1Slice(0, at + 2);
    }
    let body;
    if (this.need === Infinity) {
      body = unchunked(buffer, this.bodyAt);
      if (body === null) return;
    } else {
      if (buffer.length - this.bodyAt < this.need) return;
      body = buffer.utf8Slice(this.bodyAt, this.bodyAt + this.need);
    }
    const { head, done, status, size } = this;
    this.rest = null;
    this.head = null;
    this.done = null;
    if (this.close) {
      this.socket.destroy();
      this.socket = null;
    }
    done?.(status, head, body, size);
  }
  end() {
    const socket = this.socket;
    this.socket = null;
    socket?.destroy();
  }
}

function unchunked(buffer, at) {
  const parts = [];
  while (true) {
    const line = buffer.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(buffer.latin1Slice(at, line), 16);
    const from = line + 2;
    if (size === 0) return buffer.length >= from + 2 ? Buffer.concat(parts).toString("utf8") : null;
    if (buffer.length < from + size + 2) return null;
    parts.push(buffer.subarray(from, from + size));
    at = from + size + 2;
  }
}
