import { consumeRecoveryCode } from "@/lib/db/consume/second-factor";
import type { Factor } from "../factor";
import { macsOfTyped } from "./codes";

/** A code that the user kept for the day when the rest is lost. */
export const recoveryCode: Factor = {
  isOffered: async ({ db }, siteUserId) => (await db.recoveryCode.count({ where: { siteUserId, usedAt: null } })) > 0,
  async show({ scope }, { siteUserId }, { code = "" }) {
    const macs = macsOfTyped(scope, siteUserId, code);
    return macs.length > 0 && consumeRecoveryCode(scope, siteUserId, macs);
  },
};
