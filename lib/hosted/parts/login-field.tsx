import type { Problem } from "../view";
import { Field } from "./field";

/** An e-mail address or a username. */
export function LoginField({ value, problem }: { value: string; problem: Problem | null }) {
  return (
    <Field
      name="login"
      label="Email or username"
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
