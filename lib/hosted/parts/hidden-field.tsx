type Names = "act" | "confirm" | "device" | "email" | "factor" | "flow" | "keep" | "session" | "state" | "step" | "token";

/** A value that travels with a form unseen; none, no field. */
export function HiddenField({ name, value }: { name: Names; value: string | null }) {
  return value === null ? null : <input type="hidden" id={name} name={name} value={value} />;
}

/**
 * The address a password belongs to, unseen.
 *
 * Not of type hidden: password managers pass over those, and would keep the password without its address.
 */
export function HiddenUsername({ email }: { email: string }) {
  return <input type="text" id="email" name="email" autoComplete="username" value={email} readOnly hidden />;
}
