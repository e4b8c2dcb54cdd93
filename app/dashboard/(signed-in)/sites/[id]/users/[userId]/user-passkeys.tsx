import { Trash2 } from "lucide-react";
import type { Passkey } from "@/lib/core/passkeys/passkey";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../../act-button";
import { removeUserPasskey } from "../actions";

type Props = { readonly siteId: string; readonly userId: string; readonly passkeys: readonly Passkey[] };

/** The passkeys of a user, each with a button that removes it. Who has none is shown nothing. */
export function UserPasskeys({ siteId, userId, passkeys }: Props) {
  if (passkeys.length === 0) return null;
  return (
    <Card title="Passkeys" text="Remove one that was lost. Nobody signs in with it any more, and the user is told by mail.">
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">
        {passkeys.map(({ id, name, provider, createdAt, lastUsedAt }) => (
          <li key={String(id)} className="flex items-center gap-4 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1">
              <p className="font-medium wrap-anywhere">{name}</p>
              <p className="text-sm text-soft">
                {provider !== null && provider !== name && `${provider} · `}
                added <TimeAgo iso={createdAt.toISOString()} /> ·{" "}
                {lastUsedAt ? (
                  <>
                    used <TimeAgo iso={lastUsedAt.toISOString()} />
                  </>
                ) : (
                  "never used"
                )}
              </p>
            </div>
            <ActButton
              act={removeUserPasskey.bind(null, siteId, userId, String(id))}
              said="Passkey removed"
              look="danger"
              label={`Remove the passkey ${name}`}
              confirm={{
                title: `Remove “${name}”?`,
                text: "Nobody signs in with it any more, also where it is this user’s only way in. Only they can add it again. We tell them by mail.",
                yes: "Remove the passkey",
              }}
            >
              <Trash2 aria-hidden /> Remove
            </ActButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}
