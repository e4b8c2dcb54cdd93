import { endSessions } from "@/lib/core/site-users/end-sessions";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "endSessionsOfSiteUser",
  summary: "End all sessions",
  description: "Every callback token, link and code that they have open is void.",
  work: endSessions,
});
