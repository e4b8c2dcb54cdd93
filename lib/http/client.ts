import type { Client } from "@/lib/kernel/actor";
import { browserName } from "@/lib/kernel/device";
import { clientIp } from "./client-ip";

/** Names that are shown to people later: what a stranger writes into a header is none. */
const PLAIN = /^[\w .-]{1,60}$/;

/** Where a request came from, for the audit log. */
export function clientOf(request: Request): Client {
  const ip = clientIp(request);
  const userAgent = request.headers.get("user-agent");
  const browser = browserName(userAgent);
  return { ip: ip === "unknown" ? null : ip, browser: userAgent !== null && PLAIN.test(browser) ? browser : null };
}
