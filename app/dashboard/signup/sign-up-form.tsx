"use client";

import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { NewPasswordField } from "../new-password-field";
import { useOperatorForm } from "../use-operator-form";
import { signUpAction } from "./actions";

export function SignUpForm() {
  const { state, pending, onSubmit, fields, message } = useOperatorForm(signUpAction, () => window.location.assign("/dashboard/sites/new"));
  const busy = pending || state.kind === "done";
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      {message && Object.keys(fields).length === 0 && <Note tone="bad">{message}</Note>}
      <Field label="Your name" name="name" autoComplete="name" maxLength={200} required autoFocus problem={fields.name} />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        problem={fields.email}
      />
      <NewPasswordField problem={fields.password} />
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? "Creating it …" : "Create account"}
      </Button>
    </form>
  );
}
