import { lacksSecondFactor } from "@/lib/db/hot/issue-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "./outcome";

/**
 * Why a sign-in could not be written down: a second factor is needed, or whatever proved the user holds no more.
 *
 * SECURITY: that somebody has a second factor is told only where the first one still holds.
 */
export async function whyNotSignedIn({ scope }: SiteContext, { siteUserId, proof }: SignedIn): Promise<AppError> {
  return new AppError((await lacksSecondFactor(scope, siteUserId, proof)) ? "second_factor_required" : "wrong_credentials");
}
