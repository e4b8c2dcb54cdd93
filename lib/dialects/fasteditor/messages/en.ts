import type { Messages } from "./messages";

export const en: Messages = {
  notSetUp: "The connection to this service is not set up correctly. Please contact support.",
  unreadable: "Your request could not be read. Please try again.",
  userNameMissing: "Please enter your e-mail address or user name.",
  userNameInvalid: "Please enter a valid e-mail address, or a user name without spaces.",
  emailNeeded: "Please use your e-mail address as your user name.",
  passwordMissing: "Please enter your password.",
  passwordWeak: "Please choose a password of 8 to 256 characters that is hard to guess and not your e-mail address.",
  nameInvalid: "Please check your first and last name.",
  languageMissing: "The language of this request is missing. Please contact support.",
  userExists: "This account could not be created. If you already have one, please sign in or reset your password.",
  wrongCredentials: "The user name or the password is not correct. Please try again.",
  checkMail: "We have sent you an e-mail. Please follow the instructions in it, and then sign in.",
  secondFactor: "Your account is protected by a second factor, which cannot be asked for here. Please sign in on our own sign-in page.",
  signUpsClosed: "New accounts cannot be created here at the moment.",
  tooManyAttempts: "There were too many attempts. Please wait a few minutes and try again.",
  suspended: "Signing in is suspended here for now. Please contact support.",
  unavailable: "The service is busy at the moment. Please try again shortly.",
  failed: "Something went wrong on our side. Please try again later.",
  resetHeader: "Check your e-mail",
  resetBody:
    "If there is an account for what you entered, we have sent you an e-mail with a link to choose a new password. It can take a few minutes; please check your spam folder too.",
};
