import { section } from "./section";

/** Resetting a password. */
export const resetPassword = section({
  title: {
    en: "Reset your password",
  },
  pageTitle: {
    en: "Reset your password for {site}",
  },
  lead: {
    en: "Enter the address you use at {site}. We will mail you a link and a code.",
  },
  send: {
    en: "Send the mail",
  },
  chooseTitle: {
    en: "Choose a new password",
  },
  choosePageTitle: {
    en: "Choose a new password for {site}",
  },
  chooseLead: {
    en: "for your account at {site}",
  },
  submit: {
    en: "Set new password",
  },
  sent: {
    en: "If {email} has an account at {site}, a mail is on its way there. Open its link, or enter its code here.",
  },
});
