"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { revokeTokenAction } from "./actions";

export function RevokeForm({ id, onDone }: { id: string; onDone: () => void }) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, message } = useOperatorForm(revokeTokenAction, () => {
    say("The token is revoked");
    onDone();
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="id" value={id} />
      <p className="text-sm text-soft">Whatever uses it is refused from this moment on. This cannot be undone.</p>
      {message && <Note tone="bad">{message}</Note>}
      <SubmitRow>
        <Button onClick={onDone}>Keep it</Button>
        <Button type="submit" look="danger" disabled={pending}>
          Revoke the token
        </Button>
      </SubmitRow>
    </form>
  );
}
