import type { ReactNode } from "react";
import type { Problem } from "../view";
import { Field } from "./field";
import { ICONS } from "./icons";

/** Never sent back: a password is typed again. Pasting is welcome, at any length. */
export function PasswordField({ label = "Password", hint, problem }: { label?: string; hint?: string; problem: Problem | null }) {
  return (
    <Field
      name="password"
      label={label}
      type="password"
      autoComplete="current-password"
      required
      problem={problem}
      hint={hint}
      frame={withEye}
    />
  );
}

const HINTS = {
  8: "At least 8 characters. A few words you remember work well.",
  15: "At least 15 characters. Four or five random words are good.",
};

/** A password to be chosen. What it takes is said before it is typed. */
export function NewPasswordField({
  label = "Password",
  minimum = 8,
  problem,
}: {
  label?: string;
  minimum?: 8 | 15;
  problem: Problem | null;
}) {
  return (
    <Field
      name="password"
      label={label}
      type="password"
      autoComplete="new-password"
      minLength={minimum}
      passwordrules={`minlength: ${minimum}; maxlength: 256;`}
      required
      problem={problem}
      hint={HINTS[minimum]}
      frame={withEye}
    />
  );
}

/** The script uncovers the button; without it there is none. */
const withEye = (input: ReactNode) => (
  <>
    <span className="caps" role="status" />
    <div className="box">
      {input}
      <button className="eye" type="button" aria-label="Show password" aria-pressed="false" hidden>
        {ICONS.eye}
      </button>
    </div>
  </>
);
