import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { siteUserAction } from "../site-user-action";

/** Keeps a user from signing in and ends what they have open. */
export const POST = siteUserAction(blockSiteUser);
