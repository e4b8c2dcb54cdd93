import { markVerified } from "@/lib/core/site-users/mark-verified";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "markSiteUserVerified",
  summary: "Take an address as proved",
  description: "As if they had proved it themselves.",
  work: markVerified,
});
