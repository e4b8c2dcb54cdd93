import { endSessions } from "@/lib/core/site-users/end-sessions";
import { siteUserAction } from "../site-user-action";

/** Ends every callback token, link and code that the user has open. */
export const POST = siteUserAction(endSessions);
