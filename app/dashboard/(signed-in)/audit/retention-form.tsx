"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field, Tick } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { retentionAction } from "./actions";

/** For how many days events are kept. Null: for ever. */
export function RetentionForm({ days }: { days: number | null }) {
  const router = useRouter();
  const say = useToast();
  const [ever, setEver] = useState(days === null);
  const { pending, onSubmit, fields, message } = useOperatorForm(retentionAction, () => {
    say("How long events are kept is saved");
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="grid max-w-md gap-4">
      {message && !fields.days && <Note tone="bad">{message}</Note>}
      <Field
        label="Days"
        name="days"
        type="number"
        min={30}
        max={3650}
        defaultValue={days ?? 365}
        disabled={ever}
        required={!ever}
        problem={fields.days}
        hint="30 to 3650"
      />
      <Tick label="Keep them for ever" name="ever" checked={ever} onChange={(event) => setEver(event.target.checked)} />
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Saving …" : "Save"}
        </Button>
      </SubmitRow>
    </form>
  );
}
