import type { LinkedAccount } from "@/lib/core/linked-accounts/list-linked-accounts";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../../act-button";
import { unlinkUserAccount } from "../actions";
import { UserLine, UserLines } from "./user-lines";

type Props = { readonly siteId: string; readonly userId: string; readonly accounts: readonly LinkedAccount[] };

/** The accounts elsewhere that sign a user in, each with a button that unlinks it. Who has none is shown nothing. */
export function UserLinkedAccounts({ siteId, userId, accounts }: Props) {
  if (accounts.length === 0) return null;
  return (
    <Card title="Linked accounts" text="Accounts elsewhere that sign this user in.">
      <UserLines>
        {accounts.map(({ id, providerName, email, createdAt, lastUsedAt }) => (
          <UserLine
            key={String(id)}
            name={providerName}
            facts={
              <>
                {email && <span className="block">{email}</span>}
                linked <TimeAgo iso={createdAt.toISOString()} /> · used <TimeAgo iso={lastUsedAt.toISOString()} />
              </>
            }
            button={
              <ActButton
                act={unlinkUserAccount.bind(null, siteId, userId, String(id))}
                said="Account unlinked"
                label={`Unlink ${providerName}`}
                confirm={{
                  title: "Unlink this account?",
                  text: `Signing in with ${providerName} no longer opens this user’s account, unless they link it again. They are told by mail.`,
                  yes: `Unlink ${providerName}`,
                }}
              >
                Unlink
              </ActButton>
            }
          />
        ))}
      </UserLines>
    </Card>
  );
}
