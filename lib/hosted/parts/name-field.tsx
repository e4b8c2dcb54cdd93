import type { Texts } from "@/lib/texts";
import type { Problem } from "../view";
import { Field } from "./field";

/** What a person wants to be called, if they care to say. */
export function NameField({ t, value, problem }: { t: Texts; value: string; problem: Problem | null }) {
  return (
    <Field
      name="name"
      label={
        <>
          {t.fields.name} <span>{t.fields.optional}</span>
        </>
      }
      type="text"
      autoComplete="name"
      defaultValue={value}
      problem={problem}
    />
  );
}
