import type { LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { proveByPasskey } from "../../../passkeys/prove-by-passkey";
import { relyingParty } from "../../../passkeys/relying-party";
import { isMethodOn } from "../../methods/require-method";
import { settingsOf } from "../../methods/settings";
import type { Factor } from "../factor";

/**
 * A passkey of the user's. Beside the password, what they have is enough: who holds it is not asked again.
 *
 * SECURITY: not behind a passkey that was the first factor: one that nobody had to unlock would then be both.
 */
export const passkey: Factor = {
  guessable: false,
  isOffered,
  async show(site, step, { credential }) {
    if (!(await isOffered(site, step))) throw new AppError("session_ended");
    await proveByPasskey(site, step.siteUserId, credential, settingsOf(site.site.signIn, "passkey").userVerification);
    return true;
  },
};

async function isOffered(site: SiteContext, { siteUserId, provedBy }: LiveStep): Promise<boolean> {
  if (provedBy === "passkey" || !isMethodOn(site, "passkey")) return false;
  return (await site.db.passkey.count({ where: { siteUserId, rpId: relyingParty().id } })) > 0;
}
