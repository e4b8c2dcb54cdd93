import { section } from "./section";

/** Proving an e-mail address. */
export const verifyEmail = section({
  title: {
    en: "Confirm your address",
  },
  pageTitle: {
    en: "Confirm your address for {site}",
  },
  lead: {
    en: "Enter the address you signed up with at {site}. We will mail you a new link and a new code.",
  },
  send: {
    en: "Send the mail",
  },
  submit: {
    en: "Confirm address",
  },
  oneClick: {
    en: "One click, and {site} knows that this address is yours.",
  },
  otherBrowser: {
    en: "You opened this link in another browser than the one you signed up with. Enter the password you chose, so we know it was you.",
  },
  sent: {
    en: "A mail from {site} to {email} is on its way. Open its link, or enter its code here.",
  },
  sentMaybe: {
    en: "If {email} still has to be confirmed at {site}, a mail is on its way. Open its link, or enter its code here.",
  },
  chosenPassword: {
    en: "The password you chose",
  },
  chosenPasswordHint: {
    en: "So we know that it was you who signed up.",
  },
  noPassword: {
    en: "I did not choose a password, or forgot it",
  },
});
