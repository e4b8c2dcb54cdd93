"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../../../use-operator-form";
import { createUser } from "./actions";
import { UserFields } from "./user-fields";

/** Opens the form that makes a user, and leads to the new one. */
export function NewUser({ siteId }: { siteId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Plus aria-hidden /> New user
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="New user">
        <NewUserForm siteId={siteId} />
      </Dialog>
    </>
  );
}

/** By itself, so that a dialog that is opened again is empty again. */
function NewUserForm({ siteId }: { siteId: string }) {
  const router = useRouter();
  const toast = useToast();
  const { pending, onSubmit, fields, message } = useOperatorForm(createUser.bind(null, siteId), ({ userId }) => {
    toast("User made");
    router.push(`/dashboard/sites/${siteId}/users/${userId}`);
  });
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="grid gap-4">
      <p className="text-sm text-soft">No mail goes out. Without a password, the user sets one by “Forgot your password?”.</p>
      {message && Object.keys(fields).length === 0 && <Note tone="bad">{message}</Note>}
      <UserFields fields={fields} passwordLabel="Password (optional)" />
      <Button type="submit" look="primary" disabled={pending}>
        {pending ? "Making it …" : "Make the user"}
      </Button>
    </form>
  );
}
