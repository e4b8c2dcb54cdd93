/** The way on for somebody who is asked for a password they never chose. */
export function ForgottenLink({ href }: { href: string }) {
  return (
    <p className="links">
      <a href={href}>I did not choose a password, or forgot it</a>
    </p>
  );
}
