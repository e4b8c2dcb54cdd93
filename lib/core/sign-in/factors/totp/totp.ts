import { consumeTotpCounter } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { unseal } from "@/lib/kernel/secrets";
import type { Factor } from "../factor";
import { counterOf, totpContext } from "./secret";

/** The code that an authenticator app shows. */
export const totp: Factor = {
  guessable: true,
  isOffered: async ({ db }, { siteUserId }) => (await db.totpSecret.count({ where: { siteUserId } })) > 0,
  show: (site, { siteUserId }, { code = "" }) => takeTotpCode(site, siteUserId, code),
};

/** Takes a code of the user's app. False: it is wrong, or it was taken before. */
export async function takeTotpCode({ scope, db }: SiteContext, siteUserId: bigint, code: string): Promise<boolean> {
  const kept = await db.totpSecret.findFirst({ where: { siteUserId }, select: { secretSealed: true } });
  const counter = kept && counterOf(unseal(kept.secretSealed, totpContext(scope, siteUserId)), code);
  return counter !== null && consumeTotpCounter(scope, siteUserId, counter);
}
