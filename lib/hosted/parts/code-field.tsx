import type { Problem } from "../view";
import { Field } from "./field";

/** The six digits of a mail, in one input: phones fill it in, and "123 456" may be pasted. */
export function CodeField({ problem }: { problem: Problem | null }) {
  return (
    <Field
      name="code"
      label="Code from the mail"
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 \-]{6,9}"
      title="The six digits from the mail"
      required
      problem={problem}
    />
  );
}
