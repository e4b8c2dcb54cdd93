import { resetSecondFactor } from "@/lib/core/site-users/reset-second-factor";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "resetSecondFactorOfSiteUser",
  summary: "Take the second factor away",
  description:
    "For a user who has lost it: their authenticator app and recovery codes count no more, and no browser is trusted. They are told by mail. Where the site requires a second factor, they set up another when they sign in next.",
  work: resetSecondFactor,
});
