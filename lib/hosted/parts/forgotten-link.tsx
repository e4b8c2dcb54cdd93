import type { Texts } from "@/lib/texts";

/** The way on for somebody who is asked for a password they never chose. */
export function ForgottenLink({ t, href }: { t: Texts; href: string }) {
  return (
    <p className="links">
      <a href={href}>{t.verifyEmail.noPassword}</a>
    </p>
  );
}
