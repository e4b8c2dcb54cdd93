"use client";

import { useRouter } from "next/navigation";
import type { MailSettings } from "@/lib/core/mail-settings/mail-settings";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Field, Tick } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { saveMail } from "./actions";

type Props = {
  readonly siteId: string;
  readonly mail: MailSettings;
  /** The sender as the installation says it. */
  readonly from: string;
};

/** Who the mails to a site's users are from, where answers go, and whether there is one about a new browser. */
export function MailForm({ siteId, mail, from }: Props) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(
    (form) => saveMail(siteId, form),
    () => {
      say("Mails saved");
      router.refresh();
    },
  );
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-5">
      <Field
        label="Sender name"
        name="sender_name"
        autoComplete="off"
        maxLength={60}
        defaultValue={mail.sender_name ?? ""}
        hint={
          <>
            What inboxes show in place of the usual name. The sender stays <code className="font-mono break-all">{from}</code>
          </>
        }
        problem={fields["mail.sender_name"]}
      />
      <Field
        label="Reply-to"
        name="reply_to"
        type="email"
        autoComplete="off"
        maxLength={254}
        defaultValue={mail.reply_to ?? ""}
        hint="Where answers go, your support’s address say. Empty: to the sender."
        problem={fields["mail.reply_to"]}
      />
      <Tick
        label="Tell users of a sign-in in a new browser"
        name="new_device"
        defaultChecked={mail.new_device}
        hint="After a sign-in on your pages in a browser that they had not used there before. One mail an hour at most."
      />
      {message && <Note tone="bad">{message}</Note>}
      <Button type="submit" disabled={pending} className="justify-self-start">
        {pending ? "Saving …" : "Save mails"}
      </Button>
    </form>
  );
}
