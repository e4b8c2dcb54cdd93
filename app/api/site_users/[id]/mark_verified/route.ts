import { markVerified } from "@/lib/core/site-users/mark-verified";
import { siteUserAction } from "../site-user-action";

/** Takes the user's address as proved. */
export const POST = siteUserAction(markVerified);
