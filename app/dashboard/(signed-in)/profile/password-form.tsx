"use client";

import { useRef } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { changePasswordAction } from "./actions";

/** The address is there for password managers, which else would not know whose password this is. */
export function PasswordForm({ email }: { email: string }) {
  const form = useRef<HTMLFormElement>(null);
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(changePasswordAction, () => {
    form.current?.reset();
    say("Your password is changed");
  });
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="grid gap-4">
      {message && !fields.currentPassword && !fields.newPassword && <Note tone="bad">{message}</Note>}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        problem={fields.currentPassword}
      />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 15 characters. A few words in a row are easy to remember."
        problem={fields.newPassword}
      />
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Changing it …" : "Change the password"}
        </Button>
      </SubmitRow>
    </form>
  );
}
