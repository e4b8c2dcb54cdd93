import { section } from "./section";

/** Signing in, and what comes after it. */
export const signIn = section({
  title: {
    en: "Sign in to {site}",
  },
  destination: {
    en: "to continue to {destination}",
  },
  submit: {
    en: "Sign in",
  },
  createAccount: {
    en: "Create an account",
  },
  passwordChanged: {
    en: "Your password was changed. Sign in with the new one.",
  },
  addressConfirmed: {
    en: "Your e-mail address is confirmed. You can sign in now.",
  },
  signedOut: {
    en: "You are signed out.",
  },
  signedIn: {
    en: "You are signed in to {site}",
  },
  oneMoment: {
    en: "One moment …",
  },
  closePage: {
    en: "You can close this page.",
  },
  goTo: {
    en: "Go to {site}",
  },
});
