"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { Field } from "@/lib/ui/field";
import { SecretOnce } from "@/lib/ui/secret-once";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../use-operator-form";
import { inviteAction } from "./actions";

type Sent = { email: string; link: string; kept: boolean };

/** The button that invites, and the dialog that asks whom and shows the link once. */
export function Invite() {
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<Sent | null>(null);
  const close = () => {
    setOpen(false);
    setSent(null);
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden /> Invite
      </Button>
      <Dialog open={open} onClose={close} title={sent ? "The invitation is on its way" : "Invite an operator"}>
        {sent ? (
          <>
            <SecretOnce what="invitation link" secret={sent.link}>
              {sent.kept ? "The mail to" : "We have mailed this link to"} {sent.email}
              {sent.kept ? " is kept in the mailbox, so pass this link on yourself." : ". You can also pass it on yourself."} It is shown
              only now, and whoever uses it first joins.
            </SecretOnce>
            <SubmitRow>
              <Button look="primary" onClick={close}>
                Done
              </Button>
            </SubmitRow>
          </>
        ) : (
          <InviteForm onSent={setSent} />
        )}
      </Dialog>
    </>
  );
}

function InviteForm({ onSent }: { onSent: (sent: Sent) => void }) {
  const router = useRouter();
  const { pending, onSubmit, fields, message } = useOperatorForm(inviteAction, (sent) => {
    onSent(sent);
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4" noValidate>
      {message && !fields.email && <Note tone="bad">{message}</Note>}
      <Field
        label="E-mail"
        name="email"
        type="email"
        hint="They choose their own name and password, and may then do everything here that you may."
        problem={fields.email}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <SubmitRow>
        <Button type="submit" look="primary" disabled={pending}>
          {pending ? "Inviting …" : "Send the invitation"}
        </Button>
      </SubmitRow>
    </form>
  );
}
