import { section } from "./section";

/** The mail that asks for proof of an address. */
export const verifyMail = section({
  subject: {
    en: "Confirm your e-mail address for {site}",
  },
  preview: {
    en: "One step left: confirm that this address is yours. This mail is good for {duration}.",
  },
  heading: {
    en: "Confirm your e-mail address",
  },
  opening: {
    en: "Thanks for signing up at {site}. Confirm that this address is yours, and you are done.",
  },
  button: {
    en: "Confirm e-mail address",
  },
  code: {
    en: "Or enter this code where you signed up:",
  },
  calm: {
    en: "If this wasn’t you, ignore this mail. Nobody can confirm this address without it.",
  },
});
