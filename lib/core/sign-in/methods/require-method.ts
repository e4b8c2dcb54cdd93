import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { MethodId } from ".";
import { settingsOf } from "./settings";

/** Whether visitors of a site may sign in this way on its pages. */
export const isMethodOn = ({ site }: Pick<SiteContext, "site">, id: MethodId): boolean => settingsOf(site.signIn, id).enabled;

/**
 * Lets pass what belongs to a way to sign in that is on at a site.
 *
 * The dialects do not ask: what their clients rely on has switches of its own, in their settings.
 *
 * @throws AppError `method_off`
 */
export function requireMethod(site: Pick<SiteContext, "site">, id: MethodId): void {
  if (!isMethodOn(site, id)) throw new AppError("method_off");
}
