"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/lib/ui/button";
import { CopyButton } from "@/lib/ui/copy-button";
import { revealSecret } from "./actions";

/** The client secret: dots until somebody asks to see it. It is not in the page before. */
export function ClientSecret({ siteId }: { siteId: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const reveal = () =>
    start(async () => {
      const answer = await revealSecret(siteId).catch(() => null);
      setSecret(answer?.kind === "done" ? answer.secret : null);
      setProblem(answer?.kind === "done" ? null : (answer?.kind === "refused" && answer.message) || "We could not reach the server.");
    });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 font-mono text-sm break-all">{secret ?? "pst_••••••••••••"}</code>
      {secret ? (
        <>
          <CopyButton quiet text={secret} what="client secret" />
          <Button look="quiet" onClick={() => setSecret(null)}>
            <EyeOff aria-hidden /> Hide
          </Button>
        </>
      ) : (
        <Button look="quiet" onClick={reveal} disabled={pending} aria-label="Reveal client secret">
          <Eye aria-hidden /> Reveal
        </Button>
      )}
      {problem && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
