import type { LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { seal, unseal } from "@/lib/kernel/secrets";
import { FACTOR_IDS, FACTORS, type FactorId } from "../sign-in/factors";
import { newTotpSecret, otpauthUri } from "../sign-in/factors/totp/secret";
import { isNoMailAddress } from "../site-users/no-mail-address";
import { stepContext } from "./step";

/** A secret that is being set up, as an app is told it. */
export type PendingTotp = { readonly secret: string; readonly uri: string };

/** What comes next in a step: to show a factor, to set one up, or to keep the recovery codes that came with it. */
export type NextInStep =
  | { readonly kind: "show"; readonly factors: readonly FactorId[] }
  | ({ readonly kind: "set_up" } & PendingTotp)
  | { readonly kind: "keep_codes" };

/** What comes next in a step of a sign-in. SECURITY: from what the database says, whichever form was sent. */
export async function nextInStep(site: SiteContext, step: LiveStep): Promise<NextInStep> {
  if (step.isSetUp) return { kind: "keep_codes" };
  if (!step.user.hasSecondFactor) return { kind: "set_up", ...(await pendingTotp(site, step)) };
  const offered = await Promise.all(FACTOR_IDS.map((id) => FACTORS[id].isOffered(site, step)));
  return { kind: "show", factors: FACTOR_IDS.filter((_, index) => offered[index]) };
}

/** The secret that a step sets up: the same however often its page is shown. */
export async function pendingTotp({ db, site }: SiteContext, { id, secretSealed, user }: LiveStep): Promise<PendingTotp> {
  const secret = secretSealed ? unseal(secretSealed, stepContext(id)) : newTotpSecret();
  if (!secretSealed) await db.secondFactorStep.updateMany({ where: { id }, data: { secretSealed: seal(secret, stepContext(id)) } });
  return {
    secret,
    uri: otpauthUri(secret, { issuer: site.name, label: isNoMailAddress(user.emailCanonical) ? (user.username ?? "") : user.email }),
  };
}
