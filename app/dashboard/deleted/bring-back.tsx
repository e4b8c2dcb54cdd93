"use client";

import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { useOperatorForm } from "../use-operator-form";
import { bringBackAction, signOutAction } from "./actions";

/** The button that brings the account back, and the one for whoever leaves it as it is. Full loads afterwards: another one is signed in, or nobody. */
export function BringBack() {
  const back = useOperatorForm(bringBackAction, () => window.location.assign("/dashboard"));
  const out = useOperatorForm(signOutAction, () => window.location.assign("/dashboard/login"));
  const problem = back.message ?? out.message;
  return (
    <div className="grid gap-3">
      {problem && <Note tone="bad">{problem}</Note>}
      <form method="post" onSubmit={back.onSubmit} className="grid">
        <Button type="submit" look="primary" disabled={back.pending || out.pending}>
          {back.pending ? "Bringing it back …" : "Bring it back"}
        </Button>
      </form>
      <form method="post" onSubmit={out.onSubmit} className="grid">
        <Button type="submit" disabled={back.pending || out.pending}>
          Leave it deleted and sign out
        </Button>
      </form>
    </div>
  );
}
