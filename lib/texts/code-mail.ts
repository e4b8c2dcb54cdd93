import { section } from "./section";

/** The mail with the code that signs in. */
export const codeMail = section({
  subject: {
    en: "Your sign-in code for {site}",
  },
  preview: {
    en: "Open this mail for the code. It is good for {duration}.",
  },
  heading: {
    en: "Your sign-in code",
  },
  opening: {
    en: "Somebody, hopefully you, asked to sign in at {site} with this address.",
  },
  code: {
    en: "Enter this code where you asked for it:",
  },
  once: {
    en: "The code works once, for {duration}. Give it to nobody, whoever asks.",
  },
  calm: {
    en: "If this wasn’t you, ignore this mail. Nobody can sign in with this address without the code.",
  },
});
