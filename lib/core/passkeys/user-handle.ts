import type { SiteScope } from "@/lib/db/scope";
import { passkeyMacs } from "@/lib/kernel/secrets";

/**
 * What authenticators call a user: 32 bytes that say nothing to anybody else.
 *
 * Made of a secret key, so that nothing has to be kept of those who never add a passkey. Each passkey remembers the one it was
 * made with: under a new key the next one gets another. The site is in it, because an authenticator keeps one passkey for a domain
 * and a handle, and all sites here share a domain.
 */
export function userHandleOf({ accountId, siteId }: SiteScope, siteUserId: bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array(passkeyMacs(`user:${accountId}:${siteId}:${siteUserId}`)[0] as Buffer);
}
