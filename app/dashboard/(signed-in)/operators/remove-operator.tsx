"use client";

import { UserMinus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { removeAction } from "./actions";

/** The button that removes an operator, and the dialog that says what that means. */
export function RemoveOperator({ id, name, email }: { id: string; name: string; email: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, message } = useOperatorForm(removeAction, () => {
    setOpen(false);
    say(`${name} is removed`);
    router.refresh();
  });
  return (
    <>
      <Button look="danger" aria-label={`Remove ${name}`} onClick={() => setOpen(true)}>
        <UserMinus aria-hidden /> Remove
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Remove ${name}?`}>
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          <input type="hidden" name="id" value={id} />
          <p className="text-sm break-words text-soft">
            {email} is signed out everywhere at once, and so end the invitations they sent. API tokens they made go on working: revoke those
            they may have kept.
          </p>
          {message && <Note tone="bad">{message}</Note>}
          <SubmitRow>
            <Button onClick={() => setOpen(false)}>Keep them</Button>
            <Button type="submit" look="danger" disabled={pending}>
              Remove the operator
            </Button>
          </SubmitRow>
        </form>
      </Dialog>
    </>
  );
}
