import { section } from "./section";

/** The mail that invites a person into an account's dashboard. */
export const invitationMail = section({
  subject: {
    en: "You are invited to {account} on Signin Fast",
  },
  anAccount: {
    en: "an account",
  },
  somebody: {
    en: "Somebody",
  },
  preview: {
    en: "Join the dashboard. The link works once, for {duration}.",
  },
  heading: {
    en: "You are invited",
  },
  opening: {
    en: "{person} invites you to look after the sign-in of {account}, together, in its dashboard.",
  },
  button: {
    en: "Join the dashboard",
  },
  once: {
    en: "The link works once, for {duration}. You choose a name and a password; this address is what you sign in with.",
  },
  calm: {
    en: "If you know nothing of this, ignore this mail. Nothing happens without you.",
  },
});
