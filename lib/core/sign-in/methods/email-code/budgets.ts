import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { mayMailNow } from "../../../mail-secrets/may-mail";
import type { Visitor } from "../../visitor";

/** Codes that are asked for: for one address, and by one visitor. As many as are mailed, so the last that was stays good. */
const REQUESTS = { identifier: { most: 5, windowS: 3_600 }, address: { most: 100, windowS: 600 } } as const;

/**
 * Takes one request for a code from the budgets of an address and of who asks.
 *
 * @throws AppError `mail_just_sent`, `too_many_attempts`
 */
export async function takeRequest(site: SiteContext, emailCanonical: string, { ip }: Visitor): Promise<void> {
  if (ip !== null) await take(site, `sign-in code asked by:${ip}`, REQUESTS.address);
  if (!(await mayMailNow(site, "sign_in_code", emailCanonical))) throw new AppError("mail_just_sent", { retryAfterS: 60 });
  await take(site, `sign-in code asked for:${emailCanonical}`, REQUESTS.identifier);
}

async function take({ scope }: SiteContext, key: string, { most, windowS }: { most: number; windowS: number }): Promise<void> {
  if (await takeAttempt(scope, sha256(key), most, windowS)) return;
  throw new AppError("too_many_attempts", { retryAfterS: Math.min(windowS, 3_600) });
}
