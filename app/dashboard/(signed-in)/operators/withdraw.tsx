"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/lib/ui/button";
import { useToast } from "@/lib/ui/toast";
import { useOperatorForm } from "../../use-operator-form";
import { withdrawAction } from "./actions";

/** Takes an invitation back at a click: inviting again is as easy. */
export function Withdraw({ id, email }: { id: string; email: string }) {
  const router = useRouter();
  const say = useToast();
  const { pending, onSubmit, message } = useOperatorForm(withdrawAction, () => {
    say("The invitation is withdrawn");
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="id" value={id} />
      {message && (
        <p role="alert" className="text-sm text-bad">
          {message}
        </p>
      )}
      <Button type="submit" disabled={pending} aria-label={`Withdraw the invitation of ${email}`}>
        <X aria-hidden /> Withdraw
      </Button>
    </form>
  );
}
