import { sendReset } from "@/lib/core/site-users/send-reset";
import { siteUserAction } from "../site-user-action";

/** Mails the user a link to a new password. */
export const POST = siteUserAction(sendReset, [422]);
