import { z } from "zod";
import { flag } from "@/lib/kernel/kept-settings";
import { enabled, LONGEST_ACCESS_S, refreshSeconds, seconds } from "../kit/settings";

/** What a customer may set for FastSchema: the variables of its documentation. */
export const settings = z.strictObject({
  enabled,
  refresh_tokens: flag(true).describe("Whether refresh tokens are given out (AUTH_ENABLE_REFRESH_TOKEN)."),
  access_token_seconds: seconds(60, LONGEST_ACCESS_S, 900)
    .unwrap()
    .nullable()
    .default(null)
    .describe("How long an access token lives, in seconds. null: 900 with refresh tokens, 604,800 without (AUTH_ACCESS_TOKEN_LIFETIME)."),
  refresh_token_seconds: refreshSeconds(7 * 86_400),
  otp: flag(true).describe("Whether visitors may sign in with a code that is mailed to them (AUTH_OTP_ENABLED)."),
  otp_length: z
    .int("must be a whole number")
    .min(6, "must be at least 6")
    .max(10, "must be at most 10")
    .default(6)
    .describe("Digits of a code (AUTH_OTP_LENGTH)."),
  otp_seconds: seconds(60, 3_600, 300).describe("How long a code lives, in seconds (AUTH_OTP_EXPIRATION)."),
  otp_attempts: z
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(5, "must be at most 5")
    .default(3)
    .describe("Guesses at one code (AUTH_OTP_MAX_ATTEMPTS)."),
});
