"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { turnOffAction } from "./factor-actions";

/** The button that turns the second step off, and the dialog that says what that means. */
export function TurnOff() {
  const router = useRouter();
  const say = useToast();
  const [open, setOpen] = useState(false);
  const { pending, onSubmit, message } = useOperatorForm(turnOffAction, () => {
    setOpen(false);
    say("Two-step sign-in is off");
    router.refresh();
  });
  return (
    <>
      <Button look="danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Turn it off
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Turn two-step sign-in off?">
        <form method="post" onSubmit={onSubmit} className="grid gap-4">
          <p className="text-sm text-soft">
            Your password alone opens this account then. The app and the recovery codes no longer work, and you are signed out everywhere
            else.
          </p>
          {message && <Note tone="bad">{message}</Note>}
          <SubmitRow>
            <Button onClick={() => setOpen(false)}>Keep it on</Button>
            <Button type="submit" look="danger" disabled={pending}>
              Turn two-step sign-in off
            </Button>
          </SubmitRow>
        </form>
      </Dialog>
    </>
  );
}
