"use client";

import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { EntryCard } from "@/lib/ui/entry-card";
import { Field } from "@/lib/ui/field";
import { DeadLink } from "../dead-link";
import { NewPasswordField } from "../new-password-field";
import { useOperatorForm } from "../use-operator-form";
import { joinAction } from "./actions";

type Invitation = { token: string; account: string; email: string; invitedBy: string };

/** The invitation as it was when the page was opened: the moment after joining it is spent, and the next page is on its way. */
export function JoinCard({ invitation }: { invitation: Invitation | null }) {
  const [opened] = useState(invitation);
  const { state, pending, onSubmit, fields, message } = useOperatorForm(joinAction, ({ next }) => window.location.assign(next));
  const busy = pending || state.kind === "done";
  if (!opened) return <DeadLink text="Ask whoever invited you for a new one." />;
  const { token, account, email, invitedBy } = opened;
  return (
    <EntryCard
      title={`Join ${account}`}
      text={
        <p className="break-words">
          {invitedBy} invites you. You will sign in as <strong className="font-medium text-ink">{email}</strong>.
        </p>
      }
    >
      <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
        {message && Object.keys(fields).length === 0 && <Note tone="bad">{message}</Note>}
        <input type="hidden" name="token" value={token} />
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Field label="Your name" name="name" autoComplete="name" maxLength={200} required autoFocus problem={fields.name} />
        <NewPasswordField problem={fields.password} />
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Joining …" : "Join"}
        </Button>
      </form>
    </EntryCard>
  );
}
