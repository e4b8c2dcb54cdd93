import { type Step, view } from "./hosted-response";
import type { Visit } from "./visit";

/** The page behind a mail's link that has expired or was already used: what happened, and the one way on. */
export function deadLink({ path, t }: Pick<Visit, "path" | "t">, purpose: "reset-password" | "verify-email" | "login/code"): Step {
  const action =
    purpose === "reset-password"
      ? { label: t.checkMail.newLink, href: path("reset-password") }
      : { label: t.checkMail.goToSignIn, href: path("login") };
  const texts = { "reset-password": t.checkMail.deadReset, "verify-email": t.checkMail.deadVerify, "login/code": t.emailCode.deadLink };
  return view({ page: "notice", tone: "bad", title: t.checkMail.deadLink, text: texts[purpose], action, reference: null }, 422);
}
