import { type AskedByLink, findEmailLink } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken, sameBytes } from "@/lib/kernel/secrets";
import { CODE_LINK_PREFIX } from "./email-code";

/**
 * The request that the link of a mail belongs to. Looking spends nothing: mail scanners open links.
 *
 * @throws AppError `link_unusable`
 */
export async function findLink({ scope }: SiteContext, token: string): Promise<AskedByLink & { readonly linkHash: Uint8Array }> {
  const linkHash = hashToken(CODE_LINK_PREFIX, token);
  const asked = linkHash && (await findEmailLink(scope, linkHash));
  if (!asked) throw new AppError("link_unusable");
  return { ...asked, linkHash };
}

/** Whether a device is the one that asked. */
export function askedHere({ deviceHash }: AskedByLink, device: string | null): boolean {
  const shown = device === null ? null : hashToken("dev_", device);
  return shown !== null && sameBytes(shown, deviceHash);
}
