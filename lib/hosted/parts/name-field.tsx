import type { Problem } from "../view";
import { Field } from "./field";

/** What a person wants to be called, if they care to say. */
export function NameField({ value, problem }: { value: string; problem: Problem | null }) {
  return (
    <Field
      name="name"
      label={
        <>
          Name <span>(optional)</span>
        </>
      }
      type="text"
      autoComplete="name"
      defaultValue={value}
      problem={problem}
    />
  );
}
