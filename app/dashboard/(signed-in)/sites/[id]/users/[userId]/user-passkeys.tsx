import type { Passkey } from "@/lib/core/passkeys/passkey";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../../act-button";
import { removeUserPasskey } from "../actions";
import { UserLine, UserLines } from "./user-lines";

type Props = { readonly siteId: string; readonly userId: string; readonly passkeys: readonly Passkey[] };

/** The passkeys of a user, each with a button that removes it. Who has none is shown nothing. */
export function UserPasskeys({ siteId, userId, passkeys }: Props) {
  if (passkeys.length === 0) return null;
  return (
    <Card title="Passkeys" text="Remove one that was lost.">
      <UserLines>
        {passkeys.map(({ id, name, provider, createdAt, lastUsedAt }) => (
          <UserLine
            key={String(id)}
            name={name}
            facts={
              <>
                {provider !== null && provider !== name && `${provider} · `}
                added <TimeAgo iso={createdAt.toISOString()} /> ·{" "}
                {lastUsedAt ? (
                  <>
                    used <TimeAgo iso={lastUsedAt.toISOString()} />
                  </>
                ) : (
                  "never used"
                )}
              </>
            }
            button={
              <ActButton
                act={removeUserPasskey.bind(null, siteId, userId, String(id))}
                said="Passkey removed"
                label={`Remove the passkey ${name}`}
                confirm={{
                  title: "Remove this passkey?",
                  text: `Nobody signs in with ${name} any more, and it cannot be put back. The user is told by mail.`,
                  yes: "Remove the passkey",
                }}
              >
                Remove
              </ActButton>
            }
          />
        ))}
      </UserLines>
    </Card>
  );
}
