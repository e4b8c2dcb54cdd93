import type { SiteContext } from "@/lib/db/resolve";
import { endSecondFactor } from "../second-factor/end-second-factor";

/**
 * Takes a user's second factor from them, in the customer's name: they have lost it. They are told by mail. Where the site requires
 * one, they set up another when they sign in next. Saying it twice changes nothing.
 *
 * @throws AppError `not_found`
 */
export async function resetSecondFactor(site: SiteContext, id: bigint): Promise<void> {
  await endSecondFactor(site, id, "reset");
}
