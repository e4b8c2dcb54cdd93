import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** An e-mail address or a username. */
export function LoginField({ t, value, problem }: { t: Texts; value: string; problem: Problem | null }) {
  return (
    <Field
      name="login"
      label={t.ways.emailOrUsername}
      type="text"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      defaultValue={value}
      problem={problem}
    />
  );
}
