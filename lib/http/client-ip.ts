/** Set by the ingress on every request, and taken from nobody else. */
export const CLIENT_IP_HEADER = "x-signin-client-ip";

/**
 * The client's address as budgets are kept for it: IPv4 whole, IPv6 as its /64, because one household has a whole /64. Only this
 * machine's own stays as people know it.
 */
export const clientIp = (request: Request): string => networkOf(request.headers.get(CLIENT_IP_HEADER) ?? "unknown");

/** An address as it is counted, see `clientIp`: one notation for each, however it was written. */
export function networkOf(address: string): string {
  if (!address.includes(":") || address === "::1") return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":").replace(/(?:^|:)0(?::0)*$/, "")}::/64`;
}
