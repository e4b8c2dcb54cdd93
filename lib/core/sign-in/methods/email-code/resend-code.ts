import { findEmailCode } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { hashToken } from "@/lib/kernel/secrets";
import type { Visitor } from "../../visitor";
import { takeRequest } from "./budgets";

/**
 * Takes a request for another code in place of the one that a device was promised. It lives as long, and the old one is void.
 *
 * An address that nobody has is mailed again if it was mailed the first time. Whoever's code has expired may ask, too.
 *
 * @param options `mayCreate`: an address that nobody has is mailed anyway; `link`: the mail has a link too; `to`: the page of
 *   their own account that it leads on to
 * @returns false when the device is unknown, or its code was used, guessed at too often, or replaced
 * @throws AppError `too_many_attempts`
 */
export async function resendCode(
  site: SiteContext,
  device: string,
  visitor: Visitor,
  {
    mayCreate = false,
    link = false,
    to = null,
  }: { readonly mayCreate?: boolean; readonly link?: boolean; readonly to?: string | null } = {},
): Promise<boolean> {
  const deviceHash = hashToken("dev_", device);
  const asked = deviceHash && (await findEmailCode(site.scope, { deviceHash }));
  if (!asked || asked.state === "spent") return false;
  const { id, emailCanonical, maxGuesses } = asked;
  await takeRequest(site, emailCanonical, visitor);
  return site.db.$transaction(async (db) => {
    const row = await db.emailCode.findFirst({ where: { id }, select: { codeMac: true, createdAt: true, expiresAt: true } });
    if (!row) return false;
    const now = Date.now();
    const { count } = await db.emailCode.updateMany({
      where: { id, usedAt: null, guesses: { lt: maxGuesses } },
      data: {
        codeMac: null,
        linkHash: null,
        guesses: 0,
        createdAt: new Date(now),
        expiresAt: new Date(now + row.expiresAt.getTime() - row.createdAt.getTime()),
      },
    });
    if (count === 1)
      await enqueue(db, "mail-sign-in-code", {
        codeId: String(id),
        emailCanonical,
        mayCreate: mayCreate || row.codeMac !== null,
        link,
        ...(to && { to }),
        language: visitor.language,
      });
    return count === 1;
  });
}
