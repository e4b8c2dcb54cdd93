"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { removeSite } from "./actions";

/** Deletes the site, once its name is typed. `days`: for how long it can be brought back. */
export function DeleteSite({ siteId, name, days }: { siteId: string; name: string; days: number }) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => removeSite(siteId, form),
    () => {
      say(`${name} is gone for everybody now. You can bring it back for ${days} days.`);
      router.push("/dashboard");
    },
  );
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
        {pending ? "Deleting …" : "Delete this site"}
      </Button>
    </form>
  );
}
