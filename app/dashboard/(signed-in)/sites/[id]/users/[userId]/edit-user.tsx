"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { Button } from "@/lib/ui/button";
import { Card, Note } from "@/lib/ui/card";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../../use-operator-form";
import { updateUser } from "../actions";
import { UserFields } from "../user-fields";
import { type EditableUser, MoreFields } from "./more-fields";

/** Changes a user in the customer's name. */
export function EditUser({ siteId, userId, user }: { siteId: string; userId: string; user: EditableUser }) {
  const router = useRouter();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const { pending, onSubmit, fields, message } = useOperatorForm(updateUser.bind(null, siteId, userId), () => {
    const password = form.current?.elements.namedItem("password");
    if (password instanceof HTMLInputElement) password.value = "";
    toast("User saved");
    router.refresh();
  });
  return (
    <Card title="Edit" text="A new address or password ends all sessions.">
      <form ref={form} method="post" onSubmit={onSubmit} noValidate className="grid gap-4">
        <UserFields
          fields={fields}
          user={user}
          emailHint="A new address counts as not verified."
          passwordLabel="New password (optional)"
          passwordHint="Empty: it stays as it is. Otherwise at least 8 characters."
        />
        <MoreFields user={user} fields={fields} />
        {message && <Note tone="bad">{message}</Note>}
        <Button type="submit" look="primary" disabled={pending} className="justify-self-start">
          {pending ? "Saving …" : "Save"}
        </Button>
      </form>
    </Card>
  );
}
