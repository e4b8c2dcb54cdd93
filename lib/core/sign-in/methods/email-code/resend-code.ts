import { findEmailCode } from "@/lib/db/consume/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { isAppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";
import type { Visitor } from "../../visitor";
import { takeRequest } from "./budgets";

/**
 * What became of a request for another code: it will be `mailed`; the one before was asked for a moment ago, is `on_its_way` and
 * stays good; or what the device shows is `unknown`: never promised a code, or that one was used, guessed at too often, or replaced.
 */
export type Resent = "mailed" | "on_its_way" | "unknown";

/**
 * Takes a request for another code in place of the one that a device was promised. It lives as long, and the old one is void.
 *
 * An address that nobody has is mailed again if it was mailed the first time. Whoever's code has expired may ask, too.
 *
 * @param options `mayCreate`: an address that nobody has is mailed anyway; `link`: the mail has a link too; `to`: the page of
 *   their own account that it leads on to
 * @throws AppError `too_many_attempts`; `mail_just_sent` where the code that is on its way has expired
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
): Promise<Resent> {
  const deviceHash = hashToken("dev_", device);
  const asked = deviceHash && (await findEmailCode(site.scope, { deviceHash }));
  if (!asked || asked.state === "spent") return "unknown";
  const { id, emailCanonical, maxGuesses } = asked;
  try {
    await takeRequest(site, emailCanonical, visitor);
  } catch (error) {
    if (isAppError(error) && error.code === "mail_just_sent" && asked.state === "live") return "on_its_way";
    throw error;
  }
  return site.db.$transaction(async (db) => {
    const row = await db.emailCode.findFirst({ where: { id }, select: { codeMac: true, createdAt: true, expiresAt: true } });
    if (!row) return "unknown";
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
    return count === 1 ? "mailed" : "unknown";
  });
}
