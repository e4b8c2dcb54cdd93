"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { useOperatorForm } from "../../../use-operator-form";
import { createSiteAction } from "./actions";

export function NewSiteForm() {
  const router = useRouter();
  const { pending, onSubmit, fields, message } = useOperatorForm(createSiteAction, ({ siteId }) =>
    router.push(`/dashboard/sites/${siteId}`),
  );
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4 rounded-xl border border-line bg-card p-6">
      {message && !fields.name && <Note tone="bad">{message}</Note>}
      <Field label="Name" name="name" maxLength={100} required autoFocus autoComplete="off" problem={fields.name} placeholder="Acme Shop" />
      <Button type="submit" look="primary" disabled={pending}>
        {pending ? "Making it …" : "Make the site"}
      </Button>
    </form>
  );
}
