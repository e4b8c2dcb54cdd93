"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { Field } from "@/lib/ui/field";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../use-operator-form";
import { createTokenAction, type ShownToken } from "./actions";
import { TokenOnce } from "./token-once";

/** The button that makes a token, and the dialog that names it and shows it once. */
export function NewToken() {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<ShownToken | null>(null);
  const router = useRouter();
  // Not before: the list that takes the place of an empty page would take the dialog with it.
  const close = () => {
    if (made) router.refresh();
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden /> New token
      </Button>
      <Dialog open={open} onClose={close} title={made ? "Copy your token now" : "New API token"}>
        {made ? <TokenOnce {...made} onClose={close} /> : <NameForm onMade={setMade} />}
      </Dialog>
    </>
  );
}

function NameForm({ onMade }: { onMade: (token: ShownToken) => void }) {
  const { pending, onSubmit, fields, message } = useOperatorForm(createTokenAction, onMade);
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      {message && !fields.name && <Note tone="bad">{message}</Note>}
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
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Making it …" : "Make the token"}
        </Button>
      </SubmitRow>
    </form>
  );
}
