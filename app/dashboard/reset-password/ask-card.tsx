"use client";

import Link from "next/link";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { EntryCard } from "@/lib/ui/entry-card";
import { Field } from "@/lib/ui/field";
import { useOperatorForm } from "../use-operator-form";
import { askAction } from "./actions";

export function AskCard() {
  const { state, pending, onSubmit, fields, message } = useOperatorForm(askAction);
  const back = (
    <Link href="/dashboard/login" className="font-medium text-ink underline underline-offset-4">
      Back to sign in
    </Link>
  );
  if (state.kind === "done") {
    return (
      <EntryCard title="Look into your inbox" footer={back}>
        <Note tone="good">If an operator has this address, a link to a new password is on its way. It works for 30 minutes.</Note>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Reset your password" text="We mail you a link to choose a new one." footer={back}>
      <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
        {message && !fields.email && <Note tone="bad">{message}</Note>}
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          problem={fields.email}
        />
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Sending …" : "Send the link"}
        </Button>
      </form>
    </EntryCard>
  );
}
