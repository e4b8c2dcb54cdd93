import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** An e-mail address or a username. */
export function LoginField({
  t,
  value,
  problem,
  autoComplete,
}: {
  t: Texts;
  value: string;
  problem: Problem | null;
  autoComplete: "username" | "username webauthn";
}) {
  return (
    <Field
      name="login"
      label={t.ways.emailOrUsername}
      type="text"
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      required
      defaultValue={value}
      problem={problem}
    />
  );
}
