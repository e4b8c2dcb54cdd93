"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { CopyButton } from "@/lib/ui/copy-button";
import { useOperatorForm } from "../../../use-operator-form";
import { revealSecret } from "./actions";

/** The client secret: dots until somebody asks to see it. It is not in the page before. */
export function ClientSecret({ siteId }: { siteId: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { pending, onSubmit, message } = useOperatorForm(
    () => revealSecret(siteId),
    (told) => setSecret(told.secret),
  );
  return (
    <form method="post" onSubmit={onSubmit} className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 font-mono text-sm break-all">{secret ?? "pst_••••••••••••"}</code>
      {secret ? (
        <>
          <CopyButton quiet text={secret} what="client secret" />
          <Button look="quiet" onClick={() => setSecret(null)}>
            <EyeOff aria-hidden /> Hide
          </Button>
        </>
      ) : (
        <Button type="submit" look="quiet" disabled={pending} aria-label="Reveal client secret">
          <Eye aria-hidden /> Reveal
        </Button>
      )}
      {message && (
        <p role="alert" className="text-sm text-bad">
          {message}
        </p>
      )}
    </form>
  );
}
