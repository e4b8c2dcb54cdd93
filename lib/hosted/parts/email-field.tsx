import type { Problem } from "../view";
import { Field } from "./field";

/** An e-mail address, kept as it was typed. */
export function EmailField({
  value,
  problem,
  autoComplete,
}: {
  value: string;
  problem: Problem | null;
  autoComplete: "username" | "email";
}) {
  return (
    <Field
      name="email"
      label="Email"
      type="email"
      inputMode="email"
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      required
      defaultValue={value}
      problem={problem}
    />
  );
}
