import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** An e-mail address, kept as it was typed. */
export function EmailField({
  t,
  label,
  value,
  problem,
  autoComplete,
}: {
  t: Texts;
  label?: string;
  value: string;
  problem: Problem | null;
  autoComplete: "username" | "username webauthn" | "email";
}) {
  return (
    <Field
      name="email"
      label={label ?? t.fields.email}
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
