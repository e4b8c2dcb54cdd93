import type { IncomingMessage } from "node:http";
import { senderOf } from "@/lib/http/origin";
import { AppError } from "@/lib/kernel/errors";

/**
 * Refuses what another site's page sends to a page of ours, before the framework reads it.
 *
 * SECURITY: the framework refuses it too, with a 500, and server actions look once more: they let in our own pages alone.
 *
 * @throws AppError `forbidden_origin`
 */
export function requireOwnForm({ method, headers }: IncomingMessage): void {
  if (method === "GET" || method === "HEAD") return;
  const get = (name: string) => {
    const value = headers[name];
    return value === undefined ? null : String(value);
  };
  if (senderOf({ headers: { get } }) === "foreign") throw new AppError("forbidden_origin");
}
