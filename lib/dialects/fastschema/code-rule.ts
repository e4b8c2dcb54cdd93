import type { CodeRule } from "@/lib/core/sign-in/methods/email-code/email-code";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { settingsOf } from "../settings";

/**
 * What the codes of a site are like. An address that nobody has stays one: codes are for users.
 *
 * @throws AppError `not_found` where there are none
 */
export function codeRule({ site }: SiteContext): CodeRule {
  const { otp, otp_length, otp_seconds, otp_attempts } = settingsOf(site.dialects, "fastschema");
  if (!otp) throw new AppError("not_found");
  return { digits: otp_length, lifetimeS: otp_seconds, maxGuesses: otp_attempts, mayCreate: false };
}
