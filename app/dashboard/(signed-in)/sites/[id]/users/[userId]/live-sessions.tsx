import type { SessionRecord } from "@/lib/core/sessions/list-sessions";
import { browserName } from "@/lib/kernel/device";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { totalText } from "@/lib/ui/total-text";
import { ActButton } from "../../act-button";
import { endUserSession } from "../actions";
import { UserLine, UserLines } from "./user-lines";

type Props = {
  readonly siteId: string;
  readonly userId: string;
  /** The newest of those that go on. */
  readonly sessions: readonly SessionRecord[];
  readonly total: Parameters<typeof totalText>[0];
};

/** Where a user is signed in now, each place with a button that ends it. */
export function LiveSessions({ siteId, userId, sessions, total }: Props) {
  return (
    <Card title="Signed in now" text="At their own account, and in your application where it speaks one of the dialects; newest first.">
      {sessions.length === 0 ? (
        <p className="text-sm text-soft">Nowhere.</p>
      ) : (
        <UserLines>
          {sessions.map(({ id, ip, userAgent, createdAt, renewedAt }) => (
            <UserLine
              key={String(id)}
              name={browserName(userAgent)}
              title={userAgent ?? undefined}
              facts={
                <>
                  {ip} · since <TimeAgo iso={createdAt.toISOString()} />
                  {renewedAt > createdAt && (
                    <>
                      {" "}
                      · renewed <TimeAgo iso={renewedAt.toISOString()} />
                    </>
                  )}
                </>
              }
              button={
                <ActButton
                  act={endUserSession.bind(null, siteId, userId, String(id))}
                  said="Session ended"
                  label={`End the session of ${browserName(userAgent)} at ${ip}`}
                >
                  End
                </ActButton>
              }
            />
          ))}
        </UserLines>
      )}
      {total.count > sessions.length && (
        <p className="mt-3 text-sm text-soft">These are the newest of {totalText(total)}. “End all sessions” ends the others, too.</p>
      )}
    </Card>
  );
}
