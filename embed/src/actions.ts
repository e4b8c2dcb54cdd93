/** What the modal can be opened to: the paths of the site's pages. */
export type Action = "login" | "signup" | "reset-password";

/** The selector of everything that opens the modal. */
export const TRIGGERS = "[data-signin-fast],.signin-fast-login,.signin-fast-signup,.signin-fast-reset-password";

/** The trigger that was clicked, if one was: also one that is a component, or stands in one. */
export function triggerOf(event: Event): HTMLElement | null {
  for (const node of event.composedPath()) if (node instanceof HTMLElement && node.matches(TRIGGERS)) return node;
  return null;
}

/** What a trigger opens: `data-signin-fast="signup"`, or a class like `signin-fast-signup`. Anything unknown signs in. */
export function actionOf(element: Element): Action {
  const named =
    element.getAttribute("data-signin-fast") ??
    /signin-fast-(login|signup|reset-password)(?!\S)/.exec(element.getAttribute("class") ?? "")?.[1];
  const action = (named ?? "").replace("_", "-");
  return action === "signup" || action === "reset-password" ? action : "login";
}
