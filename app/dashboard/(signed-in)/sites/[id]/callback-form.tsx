"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../use-operator-form";
import { saveCallback } from "./actions";

/** Asks where people come back to, while the site does not know. */
export function CallbackForm({ siteId }: { siteId: string }) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => saveCallback(siteId, form),
    () => {
      say("Callback URL saved");
      router.refresh();
    },
  );
  return (
    <Card title="Where do people come back to?" text="After they signed in, we send them to this page of yours with a one-time token.">
      <form method="post" onSubmit={onSubmit} className="grid gap-3">
        {message && !fields.successUri && <Note tone="bad">{message}</Note>}
        <Field
          label="Callback URL"
          name="successUri"
          type="text"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2_048}
          required
          placeholder="http://localhost:3000/auth/callback"
          hint="https:// everywhere; http:// is fine on localhost."
          problem={fields.successUri?.replace("Success URI", "Callback URL")}
        />
        <Button type="submit" look="primary" disabled={pending} className="justify-self-start">
          {pending ? "Saving …" : "Save"}
        </Button>
      </form>
    </Card>
  );
}
