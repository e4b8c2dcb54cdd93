import { section } from "./section";

/** The mail for an address that signs up a second time. */
export const knownAddressMail = section({
  subject: {
    en: "You already have an account at {site}",
  },
  preview: {
    en: "There is no need to sign up again: sign in, or reset your password.",
  },
  heading: {
    en: "You already have an account",
  },
  opening: {
    en: "Somebody tried to sign up at {site} with this address. It already has an account: simply sign in.",
  },
  button: {
    en: "Sign in",
  },
  forgot: {
    en: "Forgot your password?",
  },
  reset: {
    en: "Reset it",
  },
  calm: {
    en: "If this wasn’t you, ignore this mail. Your account is unchanged.",
  },
});
