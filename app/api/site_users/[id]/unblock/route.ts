import { unblockSiteUser } from "@/lib/core/site-users/unblock-site-user";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "unblockSiteUser",
  summary: "Unblock a site user",
  description: "Lets them sign in again. A deletion that they asked for themselves is called off by it.",
  work: unblockSiteUser,
});
