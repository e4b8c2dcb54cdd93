import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "blockSiteUser",
  summary: "Block a site user",
  description: "Keeps them from signing in and ends what they have open.",
  work: blockSiteUser,
});
