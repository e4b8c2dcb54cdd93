import { unblockSiteUser } from "@/lib/core/site-users/unblock-site-user";
import { siteUserAction } from "../site-user-action";

/** Lets a blocked user sign in again. */
export const POST = siteUserAction(unblockSiteUser);
