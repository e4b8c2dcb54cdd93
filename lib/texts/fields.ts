import { section } from "./section";

/** The fields of forms. */
export const fields = section({
  email: {
    en: "Email",
  },
  name: {
    en: "Name",
  },
  optional: {
    en: "(optional)",
  },
  password: {
    en: "Password",
  },
  newPassword: {
    en: "New password",
  },
  hint8: {
    en: "At least 8 characters. A few words you remember work well.",
  },
  hint15: {
    en: "At least 15 characters. Four or five random words are good.",
  },
  showPassword: {
    en: "Show password",
  },
  capsLock: {
    en: "Caps Lock is on",
  },
  code: {
    en: "Code from the mail",
  },
  codeTitle: {
    en: "The six digits from the mail",
  },
});
