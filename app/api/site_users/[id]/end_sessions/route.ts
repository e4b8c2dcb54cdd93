import { endSessions } from "@/lib/core/site-users/end-sessions";
import { siteUserAction } from "../site-user-action";

export const POST = siteUserAction({
  operation: "endSessionsOfSiteUser",
  summary: "End all sessions of a site user",
  description: "Every callback token, link and code that they have open is void.",
  work: endSessions,
});
