import type { SessionRecord } from "@/lib/core/sessions/list-sessions";
import { browserName } from "@/lib/kernel/device";
import { Card } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { totalText } from "@/lib/ui/total-text";
import { ActButton } from "../../act-button";
import { endUserSession } from "../actions";

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
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">
          {sessions.map(({ id, ip, userAgent, createdAt, renewedAt }) => (
            <li key={String(id)} className="flex items-center gap-4 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1">
                <p className="font-medium wrap-anywhere" title={userAgent ?? undefined}>
                  {browserName(userAgent)}
                </p>
                <p className="text-sm text-soft">
                  <span className="break-all">{ip}</span> · since <TimeAgo iso={createdAt.toISOString()} />
                  {renewedAt > createdAt && (
                    <>
                      {" "}
                      · renewed <TimeAgo iso={renewedAt.toISOString()} />
                    </>
                  )}
                </p>
              </div>
              <ActButton
                act={endUserSession.bind(null, siteId, userId, String(id))}
                said="Session ended"
                label={`End the session of ${browserName(userAgent)} at ${ip}`}
              >
                End
              </ActButton>
            </li>
          ))}
        </ul>
      )}
      {total.count > sessions.length && (
        <p className="mt-3 text-sm text-soft">These are the newest of {totalText(total)}. “End all sessions” ends the others, too.</p>
      )}
    </Card>
  );
}
