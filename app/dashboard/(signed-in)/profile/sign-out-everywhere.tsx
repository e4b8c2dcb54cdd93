"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { signOut } from "../actions";

/** Says so when it did not happen: whoever presses this wants to be sure. */
export function SignOutEverywhere() {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const leave = async () => {
    setPending(true);
    const answer = await signOut().catch(() => null);
    if (answer?.kind === "done") return window.location.assign("/dashboard/login");
    setPending(false);
    setProblem(answer?.kind === "refused" ? answer.message : "We could not reach the server. Try again in a moment.");
  };
  return (
    <div className="grid justify-items-start gap-4">
      {problem && <Note tone="bad">{problem}</Note>}
      <Button onClick={leave} disabled={pending}>
        <LogOut aria-hidden /> Sign out everywhere
      </Button>
    </div>
  );
}
