import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** The name that somebody chooses to sign in with. */
export function UsernameField({ t, value, problem }: { t: Texts; value: string; problem: Problem | null }) {
  return (
    <Field
      name="username"
      label={t.ways.username}
      type="text"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={64}
      required
      defaultValue={value}
      problem={problem}
    />
  );
}
