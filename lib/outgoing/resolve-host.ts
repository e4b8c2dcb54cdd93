import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopback } from "@/lib/kernel/fields";
import { addressKind } from "./address-kind";
import { mayBeLoopback } from "./outgoing-url";

/** Finds every IPv4 and IPv6 address of a host. */
export type Resolve = (hostname: string) => Promise<string[]>;

/**
 * All addresses of a host by DNS; none when there is no such host. Those of this machine are known without asking.
 *
 * SECURITY: by c-ares and not by `dns.lookup`. That one waits in libuv's pool, beside password hashes, for name servers that
 * customers choose; and it reads the machine's own hosts file.
 */
export const resolveByDns: Resolve = async (hostname) => {
  if (isLoopback(hostname)) return ["127.0.0.1", "::1"];
  const resolver = new Resolver({ timeout: 1_500, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
};

/**
 * The addresses that a URL's host may be called at.
 *
 * SECURITY: one address that is not public refuses all of them: a host that is both here and there is nobody's customer.
 *
 * @returns null when it must not be called; empty when there is no such host
 */
export async function callableAddresses(hostname: string, resolve: Resolve): Promise<string[] | null> {
  const loopback = mayBeLoopback(hostname);
  const bare = hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(bare) > 0 ? [bare] : await resolve(hostname);
  return addresses.every((address) => addressKind(address) === (loopback ? "loopback" : "public")) ? addresses : null;
}
