"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import { Field } from "@/lib/ui/field";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../../use-operator-form";
import { deleteUser } from "../actions";

/** Deletes a user, once their address is typed. */
export function DeleteUser({ siteId, userId, email }: { siteId: string; userId: string; email: string }) {
  const router = useRouter();
  const toast = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(deleteUser.bind(null, siteId, userId), () => {
    toast("User deleted");
    router.push(`/dashboard/sites/${siteId}/users`);
  });
  return (
    <Card danger title="Delete this user" text="Their account, sessions and kept mails are gone at once. This cannot be undone.">
      <form method="post" onSubmit={onSubmit} noValidate className="grid max-w-md gap-3 wrap-anywhere">
        {message && !fields.confirmation && <Note tone="bad">{message}</Note>}
        <Field
          label={`Type ${email} to confirm`}
          name="confirmation"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          problem={fields.confirmation}
        />
        <Button type="submit" look="danger" disabled={pending} className="justify-self-start">
          {pending ? "Deleting …" : "Delete user"}
        </Button>
      </form>
    </Card>
  );
}
