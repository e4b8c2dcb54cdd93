/** What the widget offers, as the documentation lists it: name and meaning. A test holds each name against the widget itself. */
type Rows = readonly (readonly [name: string, text: string])[];

export const ATTRIBUTES: Rows = [
  ['data-signin-fast="login"', "On any element: a click opens the sign-in form."],
  ['data-signin-fast="signup"', "Opens the form for a new account."],
  ['data-signin-fast="reset-password"', "Opens the form for a new password."],
  ['data-redirect="none"', "On the script tag: after signing in the page stays where it is."],
  ["data-state", "On the script tag: the state of every opening that has none of its own."],
  ["data-code-challenge", "On the script tag: what the token of every opening is bound to that has no challenge of its own."],
  [
    'data-language="de"',
    "On the script tag: the language of the form. Left out: that of the page (its lang attribute), else of the browser.",
  ],
];

export const CLASSES: Rows = [
  ["signin-fast-login", "The same as the attribute with login."],
  ["signin-fast-signup", "The same as the attribute with signup."],
  ["signin-fast-reset-password", "The same as the attribute with reset-password."],
];

export const METHODS: Rows = [
  ["SigninFast.openModal()", "Opens the sign-in form."],
  ["SigninFast.openModalToLogin()", "The same."],
  ["SigninFast.openModalToSignup()", "Opens the form for a new account."],
  ["SigninFast.openModalToResetPassword()", "Opens the form for a new password."],
  ["SigninFast.closeModal()", "Closes it. Nothing happens when none is open."],
  ["SigninFast.push()", "Calls a function with SigninFast: at once, or when the script has loaded."],
];

export const DETAIL: Rows = [
  ["action", "login, signup or reset_password"],
  ["success", "true when somebody is signed in"],
  ["user", "{ id, email, name }, or null"],
  ["token", "The one-time token, tkn_…, or null"],
  ["error", "Why it was refused, for example wrong_credentials"],
];
