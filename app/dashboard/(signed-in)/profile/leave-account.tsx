"use client";

import { DoorOpen } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../use-operator-form";
import { leaveAction } from "./actions";

/** The button with which an operator leaves, and the dialog that says what that means. A full load afterwards: nobody is signed in any more. */
export function LeaveAccount({ email }: { email: string }) {
  const [open, setOpen] = useState(false);
  const { pending, onSubmit, message } = useOperatorForm(leaveAction, () => window.location.assign("/dashboard/login?left"));
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        <DoorOpen aria-hidden /> Leave the account
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Leave the account?">
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          <p className="text-sm break-words text-soft">
            {email} signs in here no more, and only a new invitation brings you back. What you made stays with the account: sites, users,
            and API tokens, imports and exports, which say your address.
          </p>
          {message && <Note tone="bad">{message}</Note>}
          <SubmitRow>
            <Button onClick={() => setOpen(false)}>Stay</Button>
            <Button type="submit" look="danger" disabled={pending}>
              {pending ? "Leaving …" : "Leave for good"}
            </Button>
          </SubmitRow>
        </form>
      </Dialog>
    </>
  );
}
