import { sendReset } from "@/lib/core/site-users/send-reset";
import { siteUserAction } from "@/lib/http/site-user-action";

export const POST = siteUserAction({
  operation: "sendResetToSiteUser",
  summary: "Mail a password link",
  description: "The user gets a link and a code that set a new password. The usual limit of mails to one address counts.",
  work: sendReset,
  refusals: [422],
});
