"use client";

import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import type { useOperatorForm } from "../use-operator-form";

/** The form that deletes something once its name is typed. `label` says what the button does. */
export function DeleteByName({ name, label, form }: { name: string; label: string; form: ReturnType<typeof useOperatorForm> }) {
  const { pending, onSubmit, fields, message } = form;
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      {message && !fields.confirmation && <Note tone="bad">{message}</Note>}
      <Field
        label={`Type “${name}” to confirm`}
        name="confirmation"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        problem={fields.confirmation}
        className="max-w-md"
      />
      <Button type="submit" look="danger" disabled={pending} className="justify-self-start">
        {pending ? "Deleting …" : label}
      </Button>
    </form>
  );
}
