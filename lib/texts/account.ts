import { section } from "./section";

/** The page of a visitor's own account, and going on as who is signed in. */
export const account = section({
  continueAs: {
    en: "Continue as {email}",
  },
  continue: {
    en: "Continue",
  },
  otherAccount: {
    en: "Use another account",
  },
  title: {
    en: "Your account at {site}",
  },
  heading: {
    en: "Your account",
  },
  confirmTitle: {
    en: "Is it you? – {site}",
  },
  confirmHeading: {
    en: "Is it you?",
  },
  confirmLead: {
    en: "You are signed in as {email}. Confirm it once more before you go on.",
  },
  signInAgain: {
    en: "Sign in again",
  },
  signOut: {
    en: "Sign out",
  },
  profile: {
    en: "Profile",
  },
  profileEmpty: {
    en: "Name and language",
  },
});
