import { env } from "@/lib/kernel/env";
import { isLoopback, uriProblem } from "@/lib/kernel/fields";

/** Two labels or more of letters, digits and hyphens, the last one no number, and no dot behind it. */
const NAME = /^(?:[a-z\d_](?:[a-z\d_-]*[a-z\d_])?\.)+[a-z](?:[a-z\d-]*[a-z\d])?$/;
/** Names that are never anybody's on the internet (RFC 6761, 6762, 8375, and ICANN's `internal`). */
const LOCAL = /(?:^|\.)(?:localhost|local|internal|home\.arpa|onion)$/;
const MAX_LENGTH = 2_048;

/**
 * What is wrong with an address that we are to call, as the rest of a sentence; null when nothing is.
 *
 * It is asked when the address is saved, and by `dial` before each call. SECURITY: https to a host name, on port 443 or
 * from 1024 up: the lower ones belong to other protocols. No IP address in any notation: `URL` has read decimal, octal,
 * hexadecimal and fullwidth ones as what they mean before this looks. Where the name leads is judged by `dial` alone, for it
 * may lead elsewhere tomorrow.
 */
export function outgoingUrlProblem(text: string): string | null {
  if (text.length > MAX_LENGTH) return "is too long";
  const problem = uriProblem(text);
  if (problem) return problem;
  const { protocol, hostname, port } = new URL(text);
  if (mayBeLoopback(hostname)) return null;
  if (protocol !== "https:") return "must start with https://";
  if (!NAME.test(hostname) || LOCAL.test(hostname)) return "must name a public host, and not by its IP address";
  return port === "" || Number(port) >= 1_024 ? null : "must be on port 443, or on one from 1024 up";
}

/** True for a name of this machine, where the one who runs us develops on it. */
export function mayBeLoopback(hostname: string): boolean {
  return env().OUTGOING_ALLOW_LOOPBACK === "on" && isLoopback(hostname);
}
