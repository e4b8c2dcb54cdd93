import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { endSecondFactor } from "./end-second-factor";
import { secondFactorPolicy } from "./policy";

/**
 * Takes their second factor from the user who asks for it.
 *
 * @throws AppError `bad_request` where the site requires one: no page of ours offers it there
 */
export async function turnOffSecondFactor(site: SiteContext, siteUserId: bigint): Promise<void> {
  if (secondFactorPolicy(site).policy === "required") throw new AppError("bad_request");
  await endSecondFactor(site, siteUserId, "removed");
}
