import type { IncomingMessage, ServerResponse } from "node:http";
import { MAX_BODY_BYTES } from "@/lib/http/read-body";
import { AppError } from "@/lib/kernel/errors";

/** What a page takes from anybody. */
export const PAGE_METHODS = "GET, HEAD";

/**
 * Looks at a request for a page before the framework does, which would answer bad ones with a 500 or not at all.
 *
 * A page is looked at, and nothing is posted to it but its own actions, whose bodies are small and of a declared length.
 * Operators' sign-in reads and refuses for itself.
 *
 * @throws AppError `method_not_allowed`, `bad_request`, `too_large`
 */
export function requireFitPageRequest({ method, headers }: IncomingMessage, path: string): void {
  if (method === "GET" || method === "HEAD" || path.startsWith("/api/auth/")) return;
  if (!isAction({ method, headers })) throw new AppError("method_not_allowed");
  const length = headers["content-length"];
  if (length === undefined) throw new AppError("bad_request");
  if (Number(length) > MAX_BODY_BYTES) throw new AppError("too_large");
}

/**
 * Has a 500 of an action told as what it is, a 400, and ends the connection with it. Actions return what they refuse and what
 * went wrong (`runOperatorAction`, `runVisitorAction`), so the framework fails only over a body that it cannot make arguments of.
 */
export function tellUnreadableAction(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (!isAction(incoming)) return;
  const writeHead = outgoing.writeHead.bind(outgoing) as (status: number, ...rest: unknown[]) => ServerResponse;
  outgoing.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500) return writeHead(status, ...rest);
    outgoing.setHeader("connection", "close");
    return writeHead(400, ...rest);
  };
}

const isAction = ({ method, headers }: Pick<IncomingMessage, "method" | "headers">) =>
  method === "POST" && headers["next-action"] !== undefined;
