import { section } from "./section";

/** Signing up. */
export const signUp = section({
  title: {
    en: "Create your account",
  },
  pageTitle: {
    en: "Create your account for {site}",
  },
  forSite: {
    en: "for {site}",
  },
  submit: {
    en: "Create account",
  },
  closedTitle: {
    en: "New accounts are not open here",
  },
  closed: {
    en: "{site} does not take new sign-ups at the moment.",
  },
});
