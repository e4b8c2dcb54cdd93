import { section } from "./section";

/** What a refusal says to a visitor, by its code. One without words here says its English ones. */
export const errors = section({
  wrong_credentials: {
    en: "Wrong e-mail or password",
  },
  email_unverified: {
    en: "Prove your e-mail address first",
  },
  session_ended: {
    en: "You have been signed out. Please sign in again.",
  },
  not_signed_in: {
    en: "Nobody is signed in",
  },
  account_not_created: {
    en: "We could not create this account; sign in or reset your password",
  },
  sign_ups_closed: {
    en: "New accounts are not open here",
  },
  link_unusable: {
    en: "This link has expired or was already used",
  },
  code_unusable: {
    en: "That code is wrong or has expired",
  },
  invalid: {
    en: "Please check what you entered.",
  },
  too_many_requests: {
    en: "Too many requests; try again later",
  },
  too_many_attempts: {
    en: "Too many attempts; try again later",
  },
  internal: {
    en: "Something went wrong on our side",
  },
  unavailable: {
    en: "We are busy just now; try again in a moment",
  },
});
