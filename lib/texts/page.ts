import { section } from "./section";

/** What stands on every page. */
export const page = section({
  errorTitle: {
    en: "Error: {title}",
  },
  reference: {
    en: "Reference: {reference}",
  },
  backTo: {
    en: "Back to {site}",
  },
  secured: {
    en: "Secured by Signin Fast",
  },
  signInInstead: {
    en: "Sign in instead",
  },
  forgotPassword: {
    en: "Forgot password?",
  },
});
