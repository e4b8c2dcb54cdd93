import { Field } from "@/lib/ui/field";

/** Where the six digits that an authenticator app shows are typed. */
export function AppCodeField(more: { hint?: string; problem?: string | undefined; autoFocus?: boolean }) {
  return (
    <Field
      label="Code from your app"
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[\p{Nd} ]*"
      maxLength={11}
      required
      {...more}
    />
  );
}
