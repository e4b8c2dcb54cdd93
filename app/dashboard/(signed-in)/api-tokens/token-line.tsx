"use client";

import { RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ShownToken } from "@/lib/core/api-tokens/create-api-token";
import { Button } from "@/lib/ui/button";
import { Badge } from "@/lib/ui/card";
import { Dialog } from "@/lib/ui/dialog";
import { TimeAgo } from "@/lib/ui/time-ago";
import { RegenerateForm } from "./regenerate-form";
import { RevokeForm } from "./revoke-form";
import { TokenLimits } from "./token-limits";
import { TokenOnce } from "./token-once";

type Props = {
  id: string;
  name: string;
  masked: string;
  scopes: string[];
  siteName: string | null;
  siteDeleted: boolean;
  expiresAt: string | null;
  ended: boolean;
  createdBy: string | null;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

/** One token: what it is called, what it opens, who made it, when it was used, and what can be done to it. */
export function TokenLine({ id, name, masked, createdBy, createdAt, lastUsedAt, revokedAt, ended, ...limits }: Props) {
  const dead = revokedAt !== null || ended;
  const [asking, setAsking] = useState<"revoke" | "regenerate" | null>(null);
  const [made, setMade] = useState<ShownToken | null>(null);
  const close = () => {
    setAsking(null);
    setMade(null);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <span className={`font-medium break-words ${dead ? "text-soft" : ""}`}>{name}</span>
          <code className="font-mono text-xs text-soft">{masked}</code>
          {dead && <Badge tone="bad">{revokedAt ? "Revoked" : "Ended"}</Badge>}
        </p>
        <TokenLimits {...limits} ended={ended} />
        <p className="mt-1 text-sm break-words text-soft">
          Made <TimeAgo iso={createdAt} /> by {createdBy ?? "a command"}
          {" · "}
          {revokedAt ? (
            <>
              revoked <TimeAgo iso={revokedAt} />
            </>
          ) : lastUsedAt ? (
            <>
              last used <TimeAgo iso={lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      {!dead && (
        <div className="flex gap-2">
          <Button aria-label={`Regenerate ${name}`} onClick={() => setAsking("regenerate")}>
            <RefreshCw aria-hidden /> Regenerate
          </Button>
          <Button look="danger" aria-label={`Revoke ${name}`} onClick={() => setAsking("revoke")}>
            <Trash2 aria-hidden /> Revoke
          </Button>
        </div>
      )}
      <Dialog open={asking === "revoke"} onClose={close} title={`Revoke “${name}”?`}>
        <RevokeForm id={id} onDone={close} />
      </Dialog>
      <Dialog open={asking === "regenerate"} onClose={close} title={made ? "Copy your token now" : `Regenerate “${name}”?`}>
        {made ? <TokenOnce {...made} onClose={close} /> : <RegenerateForm id={id} onMade={setMade} />}
      </Dialog>
    </li>
  );
}
