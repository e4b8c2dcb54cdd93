import { Field } from "@/lib/ui/field";

/** Where an operator's new password is typed, with its rule. */
export function NewPasswordField({ label = "Password", problem }: { label?: string; problem: string | undefined }) {
  return (
    <Field
      label={label}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      hint="At least 15 characters. A few words in a row are easy to remember."
      problem={problem}
    />
  );
}
