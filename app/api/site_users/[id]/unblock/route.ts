import { unblockSiteUser } from "@/lib/core/site-users/unblock-site-user";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "unblockSiteUser",
  summary: "Unblock a site user",
  description: "Lets them sign in again.",
  work: unblockSiteUser,
});
