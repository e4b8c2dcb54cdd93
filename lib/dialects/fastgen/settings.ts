import { z } from "zod";
import { flag } from "@/lib/kernel/kept-settings";
import { accessSeconds, enabled, refreshSeconds } from "../kit/settings";

/** What a customer may set for Fastgen. */
export const settings = z.strictObject({
  enabled,
  access_token_seconds: accessSeconds(3_600),
  refresh_token_seconds: refreshSeconds(100 * 86_400),
  email_exists: flag(true).describe("Whether it is told if an address has an account. Off: the answer is always no."),
  letter_and_digit: flag(false).describe("Whether a new password needs a letter and a digit, and has less than 100 characters."),
  email_codes: flag(false).describe("Whether visitors may sign in with a code that is mailed to them."),
});
