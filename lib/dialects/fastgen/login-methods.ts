import { settingsOf } from "@/lib/dialects/settings";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok } from "./errors";

/** The ways to sign in at a site. */
export async function loginMethods({ site }: WireRequest): Promise<WireResponse> {
  const enabled = settingsOf(site.site.dialects, "fastgen").email_codes;
  return ok({
    emailPassword: { enabled: true },
    thirdParty: { enabled: false, providers: [] },
    passwordless: { enabled },
    firstFactors: enabled ? ["emailpassword", "otp-email"] : ["emailpassword"],
  });
}
