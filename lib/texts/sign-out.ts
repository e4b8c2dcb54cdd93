import { section } from "./section";

/** Signing out. */
export const signOut = section({
  title: {
    en: "Sign out of {site}",
  },
  question: {
    en: "Sign out of {site}?",
  },
  lead: {
    en: "You can sign in again at any time.",
  },
  submit: {
    en: "Sign out",
  },
});
