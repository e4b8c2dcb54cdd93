import { type Step, view } from "./hosted-response";
import type { Visit } from "./visit";

/** The page behind a mail's link that has expired or was already used: what happened, and the one way on. */
export function deadLink({ path }: Pick<Visit, "path">, purpose: "reset-password" | "verify-email"): Step {
  const action =
    purpose === "reset-password"
      ? { label: "Ask for a new link", href: path("reset-password") }
      : { label: "Go to sign in", href: path("login") };
  const text =
    purpose === "reset-password"
      ? "For your safety a link works once and only for an hour, and a newer mail replaces an older one."
      : "A link works once and for a day, and a newer mail replaces an older one. If your address is confirmed already, just sign in.";
  return view({ page: "notice", tone: "bad", title: "This link has expired or was already used", text, action, reference: null }, 422);
}
