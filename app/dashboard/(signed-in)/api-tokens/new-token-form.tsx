"use client";

import type { ShownToken } from "@/lib/core/api-tokens/create-api-token";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../use-operator-form";
import { createTokenAction } from "./actions";
import { LastsField } from "./lasts-field";
import { ReachField } from "./reach-field";
import { ScopesField } from "./scopes-field";

/** Asks what a new token is called, what it may do, where, and until when. */
export function NewTokenForm({ onMade }: { onMade: (token: ShownToken) => void }) {
  const { pending, onSubmit, fields, message } = useOperatorForm(createTokenAction, onMade);
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-6">
      <Field
        label="Name"
        name="name"
        hint="What will use it, so that you know later what stops when you revoke it."
        problem={fields.name}
        placeholder="Shop backend"
        maxLength={100}
        required
        autoFocus
        autoComplete="off"
      />
      <ScopesField problem={fields.scopes} />
      <ReachField problem={fields.siteId} />
      <LastsField problem={fields.expiresAt} />
      {message && <Note tone="bad">{message}</Note>}
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Making it …" : "Make the token"}
        </Button>
      </SubmitRow>
    </form>
  );
}
