import { section } from "./section";

/** After a mail was sent, and when its link is of no use. */
export const checkMail = section({
  title: {
    en: "Check your mail",
  },
  pageTitle: {
    en: "Check your mail for {site}",
  },
  noMail: {
    en: "No mail after a few minutes? Look in your spam folder, or {again}.",
  },
  again: {
    en: "ask for another one",
  },
  deadLink: {
    en: "This link has expired or was already used",
  },
  deadReset: {
    en: "For your safety a link works once and only for an hour, and a newer mail replaces an older one.",
  },
  deadVerify: {
    en: "A link works once and for a day, and a newer mail replaces an older one. If your address is confirmed already, just sign in.",
  },
  newLink: {
    en: "Ask for a new link",
  },
  goToSignIn: {
    en: "Go to sign in",
  },
});
