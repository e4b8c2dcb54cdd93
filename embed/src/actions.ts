/** What the modal can be opened to: the paths of the site's pages. */
export type Action = "login" | "signup" | "reset-password";

/** The selector of everything that opens the modal. */
export const TRIGGERS = "[data-signin-fast],.signin-fast-login,.signin-fast-signup,.signin-fast-reset-password";

/** What a trigger opens: `data-signin-fast="signup"`, or a class like `signin-fast-signup`. Anything unknown signs in. */
export function actionOf(element: Element): Action {
  const named =
    element.getAttribute("data-signin-fast") ??
    /signin-fast-(login|signup|reset-password)(?!\S)/.exec(element.getAttribute("class") ?? "")?.[1];
  const action = (named ?? "").replace("_", "-");
  return action === "signup" || action === "reset-password" ? action : "login";
}
