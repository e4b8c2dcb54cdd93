import { env } from "@/lib/kernel/env";

/** Who sent a form: a page of ours, a page of somebody else's, or a program that is no browser. */
export type Sender = "ours" | "foreign" | "program";

/** A request, as far as its headers go. */
type WithHeaders = { readonly headers: Pick<Headers, "get"> };

/**
 * Tells where a request that changes something came from.
 *
 * SECURITY: this is the defence against forged forms, before and after any session exists. Browsers put Origin on every
 * POST, and Sec-Fetch-Site where they do not; a page cannot set or remove either. `null` is foreign. Our own origin is
 * the configured scheme with the Host that the ingress let in.
 */
export function senderOf(request: WithHeaders): Sender {
  const origin = request.headers.get("origin");
  if (origin !== null) return origin === ownOrigin(request) ? "ours" : "foreign";
  const site = request.headers.get("sec-fetch-site");
  if (site === null) return "program";
  return site === "same-origin" || site === "none" ? "ours" : "foreign";
}

function ownOrigin(request: WithHeaders): string {
  return `${new URL(env().appUrl).protocol}//${request.headers.get("host") ?? ""}`;
}
