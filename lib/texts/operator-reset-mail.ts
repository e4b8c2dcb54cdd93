import { section } from "./section";

/** The mail that lets an operator set a new password for the dashboard. */
export const operatorResetMail = section({
  subject: {
    en: "Set a new password for your dashboard",
  },
  preview: {
    en: "Choose a new password. The link works once, for {duration}.",
  },
  heading: {
    en: "Set a new password",
  },
  opening: {
    en: "We were asked to set a new password for your dashboard. If that was you, choose one now.",
  },
  button: {
    en: "Choose a new password",
  },
  once: {
    en: "The link works once, for {duration}. A new password signs you out in every other browser.",
  },
  calm: {
    en: "If this wasn’t you, ignore this mail. Your password stays as it is.",
  },
});
