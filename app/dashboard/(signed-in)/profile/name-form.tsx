"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { renameAction } from "./actions";

export function NameForm({ name }: { name: string }) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(renameAction, () => {
    say("Your name is saved");
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      {message && !fields.name && <Note tone="bad">{message}</Note>}
      <Field label="Your name" name="name" defaultValue={name} maxLength={200} autoComplete="name" required problem={fields.name} />
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Saving …" : "Save"}
        </Button>
      </SubmitRow>
    </form>
  );
}
