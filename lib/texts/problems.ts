import { section } from "./section";

/** Why a form came back, above its fields. */
export const problems = section({
  tooMany: {
    en: "Too many attempts. Try again {when}.",
  },
  tooManyOr: {
    en: "Too many attempts. Try again {when}, or {reset}.",
  },
  resetYourPassword: {
    en: "reset your password",
  },
  busy: {
    en: "We are very busy just now. Try again {when}.",
  },
  other: {
    en: "That did not work. Try again.",
  },
});
