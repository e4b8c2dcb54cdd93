import type { InputHTMLAttributes, ReactNode } from "react";
import type { Problem } from "../view";

declare module "react" {
  interface InputHTMLAttributes<T> {
    /** What a new password has to keep to, for password managers. */
    passwordrules?: string;
  }
}

export type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  /** Its id as well. */
  name: string;
  label: ReactNode;
  problem: Problem | null;
  hint?: string;
  /** What stands around the bare input. */
  frame?: (input: ReactNode) => ReactNode;
};

/** A labelled input with its hint and, under it, what is wrong with it. */
export function Field({ name, label, problem, hint, frame, ...rest }: FieldProps) {
  const error = problem?.fields[name];
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  const input = <input id={name} name={name} aria-invalid={error ? true : undefined} aria-describedby={described || undefined} {...rest} />;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {frame ? frame(input) : input}
      {error && (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
