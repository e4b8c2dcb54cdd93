import { createHash } from "node:crypto";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { dial, type Network } from "@/lib/outgoing/dial";

/** The longest that anybody waits for the answer. */
const WAIT_MS = 1_000;
/** More than such an answer ever has. */
const MAX_BYTES = 262_144;

/**
 * Whether a password is known to have leaked, as the place says that LEAKED_PASSWORDS_URL names. False where it names none, or that
 * one does not answer in time: who sets a password is not to wait for somebody else's server.
 *
 * SECURITY: only the first five of forty characters of the SHA-1 leave this machine, which hundreds of leaked passwords share
 * (k-anonymity, as the range API of Have I Been Pwned has it); padding hides how many there were.
 */
export async function isLeaked(password: string, network: Partial<Network> = {}): Promise<boolean> {
  const place = env().LEAKED_PASSWORDS_URL;
  if (place === undefined) return false;
  const sha1 = createHash("sha1").update(password).digest("hex").toUpperCase();
  const url = `${place.replace(/\/?$/, "/")}${sha1.slice(0, 5)}`;
  const call = { url, method: "GET", headers: { "add-padding": "true" }, maxBytes: MAX_BYTES } as const;
  const outcome = await dial(call, { connectMs: WAIT_MS, totalMs: WAIT_MS, ...network });
  if (outcome.kind === "answered" && outcome.status === 200) return hasLine(outcome.body, sha1.slice(5));
  log.warn({ reason: outcome.kind === "answered" ? String(outcome.status) : outcome.reason }, "leaked passwords could not be asked about");
  return false;
}

/** Whether a suffix is among the lines, `SUFFIX:count`. What pads an answer has a count of 0. */
function hasLine(body: string, suffix: string): boolean {
  const line = body.split(/\r?\n/).find((text) => text.startsWith(`${suffix}:`));
  return line !== undefined && !/:0+\s*$/.test(line);
}
