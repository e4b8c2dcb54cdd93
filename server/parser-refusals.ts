import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { restRefusal } from "@/lib/http/rest-route";
import { env } from "@/lib/kernel/env";
import { AppError, type ErrorCode } from "@/lib/kernel/errors";
import { commonHeaders } from "./common-headers";
import { newRequestId } from "./ingress";

/** What Node's parser refuses, by its own names. Everything else that it cannot read is a bad request. */
const REFUSALS: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
};

/**
 * Answers what is refused before it is a request, in the shape of the REST API: nobody can tell whether a page was wanted.
 *
 * What comes behind a request that arrived whole and is not answered yet takes no answer from it: that one is sent, and is the last.
 *
 * SECURITY: nothing of what was sent is repeated or logged.
 */
export function answerParserRefusals(server: Server): void {
  server.on("clientError", async (error: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: ServerResponse | null }) => {
    const underWay = socket._httpMessage;
    if (socket.writable && underWay?.req.complete && !underWay.headersSent) {
      underWay.shouldKeepAlive = false;
      return;
    }
    const { status, headers, body } = await refusal(REFUSALS[error.code ?? ""] ?? "bad_request");
    if (!socket.writable || socket._httpMessage?.headersSent) return void socket.destroy();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
  });
  server.on("checkExpectation", async (_: IncomingMessage, outgoing: ServerResponse) => {
    const { status, headers, body } = await refusal("expectation_failed");
    outgoing.writeHead(status, headers).end(body);
  });
}

async function refusal(code: ErrorCode) {
  const response = restRefusal(new AppError(code), new Request(env().appUrl));
  const body = await response.text();
  const length = String(Buffer.byteLength(body));
  return {
    status: response.status,
    body,
    headers: { ...Object.fromEntries(response.headers), ...commonHeaders(newRequestId()), "content-length": length, connection: "close" },
  };
}
