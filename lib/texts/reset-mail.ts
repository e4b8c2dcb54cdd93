import { section } from "./section";

/** The mail that lets a person set a new password. */
export const resetMail = section({
  subject: {
    en: "Reset your password for {site}",
  },
  preview: {
    en: "Choose a new password. This mail is good for {duration}.",
  },
  heading: {
    en: "Reset your password",
  },
  opening: {
    en: "We were asked to reset the password of your account at {site}. If that was you, choose a new one.",
  },
  button: {
    en: "Choose a new password",
  },
  code: {
    en: "Or enter this code where you asked for it:",
  },
  asked: {
    en: "Asked for on {moment} UTC.",
  },
  askedFrom: {
    en: "Asked for on {moment} UTC, from {from}.",
  },
  calm: {
    en: "If this wasn’t you, ignore this mail. Your password stays as it is.",
  },
});
