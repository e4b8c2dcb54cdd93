import { sendReset } from "@/lib/core/site-users/send-reset";
import { siteUserAction } from "../site-user-action";

export const POST = siteUserAction({
  operation: "sendResetToSiteUser",
  summary: "Mail a site user a link to a new password",
  description: "The usual limit of mails to one address counts.",
  work: sendReset,
  refusals: [422],
});
