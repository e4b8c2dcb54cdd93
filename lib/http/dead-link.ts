import { type Step, view } from "./hosted-response";
import type { Visit } from "./visit";

/** The page behind a mail's link that has expired or was already used: what happened, and the one way on. */
export function deadLink({ path, t }: Pick<Visit, "path" | "t">, purpose: "reset-password" | "verify-email"): Step {
  const action =
    purpose === "reset-password"
      ? { label: t.checkMail.newLink, href: path("reset-password") }
      : { label: t.checkMail.goToSignIn, href: path("login") };
  const text = purpose === "reset-password" ? t.checkMail.deadReset : t.checkMail.deadVerify;
  return view({ page: "notice", tone: "bad", title: t.checkMail.deadLink, text, action, reference: null }, 422);
}
