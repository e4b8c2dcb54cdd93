import { markVerified } from "@/lib/core/site-users/mark-verified";
import { siteUserAction } from "../site-user-action";

export const POST = siteUserAction({
  operation: "markSiteUserVerified",
  summary: "Mark the address of a site user as proved",
  work: markVerified,
});
