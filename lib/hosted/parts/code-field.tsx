import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** The six digits of a mail, in one input: phones fill it in, and "123 456" may be pasted. */
export function CodeField({ t, problem }: { t: Texts; problem: Problem | null }) {
  return (
    <Field
      name="code"
      label={t.fields.code}
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 \-]{6,9}"
      title={t.fields.codeTitle}
      required
      problem={problem}
    />
  );
}
