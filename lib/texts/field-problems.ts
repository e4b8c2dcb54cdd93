import { section } from "./section";

/** What is wrong with a field, by the rule it breaks; a field may have words of its own, as `email_blank`. */
export const fieldProblems = section({
  blank: {
    en: "Please fill this in.",
  },
  not_text: {
    en: "Please check this.",
  },
  invalid: {
    en: "Please check this.",
  },
  too_long: {
    en: "This is too long.",
  },
  too_short: {
    en: "This is too short.",
  },
  characters: {
    en: "This contains characters that are not allowed.",
  },
  own_address: {
    en: "Choose a password that is not your e-mail address.",
  },
  email_blank: {
    en: "Enter your e-mail address.",
  },
  email_invalid: {
    en: "This is not an e-mail address.",
  },
  password_blank: {
    en: "Enter a password.",
  },
  password_too_short: {
    en: "This password is too short.",
  },
});
