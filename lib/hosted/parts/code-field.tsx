import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

type CodeFieldProps = { t: Texts; label?: string; title?: string; problem: Problem | null };

/** Six digits in one input, of a mail unless it says otherwise: phones fill it in, "123 456" may be pasted, and keyboards may have digits of their own. */
export function CodeField({ t, label = t.fields.code, title = t.fields.codeTitle, problem }: CodeFieldProps) {
  return (
    <Field
      name="code"
      label={label}
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[\p{Nd} \-]{6,9}"
      title={title}
      required
      problem={problem}
    />
  );
}
