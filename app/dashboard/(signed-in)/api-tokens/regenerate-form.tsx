"use client";

import { useRouter } from "next/navigation";
import type { ShownToken } from "@/lib/core/api-tokens/create-api-token";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { SubmitRow } from "@/lib/ui/submit-row";
import { useOperatorForm } from "../../use-operator-form";
import { regenerateTokenAction } from "./actions";

export function RegenerateForm({ id, onMade }: { id: string; onMade: (token: ShownToken) => void }) {
  const router = useRouter();
  const { pending, onSubmit, message } = useOperatorForm(regenerateTokenAction, (token) => {
    onMade(token);
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <input type="hidden" name="id" value={id} />
      <p className="text-sm text-soft">
        It gets a new secret, and the old one is dead at once: whatever uses it needs the new one. What it may do stays as it is.
      </p>
      {message && <Note tone="bad">{message}</Note>}
      <SubmitRow>
        <Button type="submit" look="danger" disabled={pending}>
          Regenerate the token
        </Button>
      </SubmitRow>
    </form>
  );
}
