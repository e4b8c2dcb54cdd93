import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Everything that is assigned to anybody on the internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** Machines in Azure reach the services of their own host here: private in all but its number. */
const AZURE_HOST = "168.63.129.16";

/**
 * Whose an IP address is: somebody's on the internet, this machine's, or anything else.
 *
 * SECURITY: only what is known to be public is `public`. Private, link-local, metadata, shared, multicast and reserved
 * addresses are `other`, and so is IPv6 that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function addressKind(text: string): "public" | "loopback" | "other" {
  if (isIP(text) === 0 || text === AZURE_HOST) return "other";
  const address = ipaddr.parse(text);
  const range = address.range();
  if (range === "loopback") return "loopback";
  const global = address.kind() === "ipv4" || address.match(GLOBAL_UNICAST);
  return range === "unicast" && global ? "public" : "other";
}
