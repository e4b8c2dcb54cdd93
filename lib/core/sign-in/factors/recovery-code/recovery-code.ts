import { consumeRecoveryCode } from "@/lib/db/consume/second-factor";
import { enqueue } from "@/lib/jobs/enqueue";
import type { Factor } from "../factor";
import { macsOfTyped, recoveryContext } from "./codes";

/** A code that the user kept for the day when the rest is lost. They are told of each that is used. */
export const recoveryCode: Factor = {
  guessable: true,
  isOffered: async ({ db }, { siteUserId }) => (await db.recoveryCode.count({ where: { siteUserId, usedAt: null } })) > 0,
  async show({ scope, db }, { siteUserId, user }, form) {
    const macs = macsOfTyped(recoveryContext(scope, siteUserId), form.recovery_code ?? "");
    if (macs.length === 0 || !(await consumeRecoveryCode(scope, siteUserId, macs))) return false;
    await enqueue(db, "mail-factor-changed", { emailCanonical: user.emailCanonical, change: "codeUsed" });
    return true;
  },
};
