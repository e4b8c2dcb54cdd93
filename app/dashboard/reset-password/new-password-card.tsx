"use client";

import Link from "next/link";
import { useState } from "react";
import { Button, buttonLook } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { EntryCard } from "@/lib/ui/entry-card";
import { DeadLink } from "../dead-link";
import { NewPasswordField } from "../new-password-field";
import { useOperatorForm } from "../use-operator-form";
import { resetAction } from "./actions";

/** The link as it was when the page was opened: the moment after it is spent, the next page is on its way. */
export function NewPasswordCard({ reset }: { reset: { token: string; email: string } | null }) {
  const [opened] = useState(reset);
  const { state, pending, onSubmit, fields, message } = useOperatorForm(resetAction, ({ next }) => window.location.assign(next));
  const busy = pending || state.kind === "done";
  if (!opened) {
    const again = (
      <Link href="/dashboard/reset-password" className={`${buttonLook("primary")} w-full`}>
        Get a new link
      </Link>
    );
    return <DeadLink text="A link works once, for 30 minutes." action={again} />;
  }
  return (
    <EntryCard title="Choose a new password" text={<p className="break-words">For {opened.email}. You are signed out everywhere else.</p>}>
      <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
        {message && Object.keys(fields).length === 0 && <Note tone="bad">{message}</Note>}
        <input type="hidden" name="token" value={opened.token} />
        <input type="text" autoComplete="username" value={opened.email} readOnly hidden />
        <NewPasswordField label="New password" problem={fields.password} />
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Saving it …" : "Save and sign in"}
        </Button>
      </form>
    </EntryCard>
  );
}
