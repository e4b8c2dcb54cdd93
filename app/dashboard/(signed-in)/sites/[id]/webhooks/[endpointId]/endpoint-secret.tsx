"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { TimeAgo } from "@/lib/ui/time-ago";
import { useOperatorForm } from "../../../../../use-operator-form";
import { ActButton } from "../../act-button";
import { revealEndpointSecret, rotateEndpointSecret } from "../actions";

/** The secret of an endpoint: dots until somebody asks to see it. It is not in the page before. `previousUntil`: until when the one before signs, too. */
export function EndpointSecret({ id, previousUntil }: { id: string; previousUntil: string | null }) {
  const [secret, setSecret] = useState<string | null>(null);
  const revealing = useOperatorForm(
    () => revealEndpointSecret(id),
    ({ secret }) => setSecret(secret),
  );
  const rotate = async () => {
    const answer = await rotateEndpointSecret(id);
    if (answer.kind === "done") setSecret(null);
    return answer;
  };
  return (
    <div className="grid gap-4">
      <form method="post" onSubmit={revealing.onSubmit} className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-sm break-all">{secret ?? "whsec_••••••••••••"}</code>
        {secret ? (
          <>
            <CopyButton quiet text={secret} what="webhook secret" />
            <Button look="quiet" onClick={() => setSecret(null)}>
              <EyeOff aria-hidden /> Hide
            </Button>
          </>
        ) : (
          <Button type="submit" look="quiet" disabled={revealing.pending} aria-label="Reveal webhook secret">
            <Eye aria-hidden /> Reveal
          </Button>
        )}
      </form>
      {revealing.message && <Note tone="bad">{revealing.message}</Note>}
      {previousUntil && (
        <p className="text-sm text-soft">
          The secret before this one signs, too. It ends <TimeAgo iso={previousUntil} />.
        </p>
      )}
      <div className="justify-self-start">
        <ActButton
          act={rotate}
          said="New webhook secret made"
          confirm={{
            title: "Rotate the secret?",
            text: "You get a new secret. For 24 hours everything is signed with both, so your backend can change over without a gap.",
            yes: "Rotate",
          }}
        >
          Rotate secret
        </ActButton>
      </div>
    </div>
  );
}
