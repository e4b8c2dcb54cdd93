import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import type { Visitor } from "./visitor";

/**
 * Takes one from what an internet address may ask of a site in a while, on a wire that promises such a limit.
 *
 * SECURITY: it goes by who asks and not by what is asked about, so the first refusal tells nothing of an account.
 *
 * @throws AppError `too_many_attempts`
 */
export async function limitByAddress(
  site: SiteContext,
  what: string,
  { ip }: Visitor,
  { most, inS }: { readonly most: number; readonly inS: number },
): Promise<void> {
  if (await takeAttempt(site.scope, sha256(`${what} address:${ip}`), most, inS)) return;
  throw new AppError("too_many_attempts", { retryAfterS: inS });
}
