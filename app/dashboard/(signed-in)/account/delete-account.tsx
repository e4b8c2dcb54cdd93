"use client";

import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { useOperatorForm } from "../../use-operator-form";
import { deleteAccountAction } from "./actions";

/** Deletes the account, once its name is typed. A full load afterwards: nobody is signed in any more. */
export function DeleteAccount({ name }: { name: string }) {
  const { pending, onSubmit, fields, message } = useOperatorForm(deleteAccountAction, () => window.location.assign("/dashboard/deleted"));
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
        {pending ? "Deleting …" : "Delete the account"}
      </Button>
    </form>
  );
}
