import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";
import { ICONS } from "./icons";

/** Never sent back: a password is typed again. Pasting is welcome, at any length. */
export function PasswordField({
  t,
  name = "password",
  label,
  hint,
  problem,
}: {
  t: Texts;
  name?: "password" | "current";
  label?: string;
  hint?: string;
  problem: Problem | null;
}) {
  return (
    <Field
      name={name}
      label={label ?? t.fields.password}
      type="password"
      autoComplete="current-password"
      required
      problem={problem}
      hint={hint}
      frame={withEye(t)}
    />
  );
}

/** A password to be chosen. What it takes is said before it is typed. */
export function NewPasswordField({
  t,
  label,
  minimum = 8,
  problem,
}: {
  t: Texts;
  label?: string;
  minimum?: 8 | 15;
  problem: Problem | null;
}) {
  return (
    <Field
      name="password"
      label={label ?? t.fields.password}
      type="password"
      autoComplete="new-password"
      minLength={minimum}
      passwordrules={`minlength: ${minimum}; maxlength: 256;`}
      required
      problem={problem}
      hint={t.fields[`hint${minimum}`]}
      frame={withEye(t)}
    />
  );
}

/** The script uncovers the button; without it there is none. */
const withEye = (t: Texts) => (input: ReactNode) => (
  <>
    <span className="caps" role="status" data-on={t.fields.capsLock} />
    <div className="box">
      {input}
      <button className="eye" type="button" aria-label={t.fields.showPassword} aria-pressed="false" hidden>
        {ICONS.eye}
      </button>
    </div>
  </>
);
