import { renewRecoveryCodes } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { happened } from "../audit/happened";
import { newRecoveryCodes, recoveryContext, recoveryMacs } from "../sign-in/factors/recovery-code/codes";

/**
 * New recovery codes in the place of a user's old ones, told this once. They are told of it by mail.
 *
 * @throws AppError `bad_request` when they have no second factor: no page of ours offers it then
 */
export async function renewCodes({ scope, db, site }: SiteContext, siteUserId: bigint): Promise<string[]> {
  const codes = newRecoveryCodes();
  const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { emailCanonical: true } });
  const event = happened({ type: "second_factor.codes_renewed", siteUserId });
  const macs = recoveryMacs(recoveryContext(scope, siteUserId), codes);
  const renewed = user && (await renewRecoveryCodes(scope, siteUserId, macs, event));
  if (!renewed) throw new AppError("bad_request");
  await enqueue(db, "mail-factor-changed", { ...user, change: "codesRenewed" });
  log.info({ siteId: String(site.id), siteUserId: String(siteUserId) }, "recovery codes renewed");
  return codes;
}
