import Link from "next/link";
import type { searchCallbackTokens } from "@/lib/core/callback-tokens/search-callback-tokens";
import { maskToken } from "@/lib/kernel/secrets";
import { Badge } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../act-button";
import { endSession } from "./actions";

type Session = Awaited<ReturnType<typeof searchCallbackTokens>>["rows"][number];

/** Sessions, each a line with what has become of its token. `people`: says whose each is. */
export function SessionList({ siteId, sessions, people = false }: { siteId: string; sessions: Session[]; people?: boolean }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
      {sessions.map(({ id, siteUserId, email, last4, createdAt, state, ...times }) => (
        <li key={String(id)} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 sm:flex sm:px-5">
          <div className="min-w-0 flex-1">
            {people ? (
              <Link
                href={`/dashboard/sites/${siteId}/users/${siteUserId}`}
                className="block truncate font-medium underline-offset-4 hover:underline"
              >
                {email}
              </Link>
            ) : (
              <Token last4={last4} />
            )}
            <p className="text-sm text-soft">
              {people && (
                <>
                  <Token last4={last4} /> ·{" "}
                </>
              )}
              signed in <TimeAgo iso={createdAt.toISOString()} />
            </p>
          </div>
          <p className="order-last col-span-2 flex items-center gap-2 text-sm text-soft sm:order-none sm:w-48">
            <State state={state} {...times} />
          </p>
          <ActButton
            act={endSession.bind(null, siteId, String(id))}
            said={state === "unused" ? "Session ended" : "Record deleted"}
            label={`${state === "unused" ? "End" : "Delete"} session ending in ${last4} of ${email}`}
            confirm={
              state === "unused"
                ? { title: "End this session?", text: "The token stops working at once, and its record is deleted.", yes: "End session" }
                : { title: "Delete this record?", text: "The token is spent already. Only the record of it goes.", yes: "Delete record" }
            }
          >
            {state === "unused" ? "End" : "Delete"}
          </ActButton>
        </li>
      ))}
    </ul>
  );
}

function Token({ last4 }: { last4: string }) {
  return <code className="font-mono text-sm">{maskToken("tkn_", last4)}</code>;
}

function State({ state, usedAt, expiresAt }: Pick<Session, "state" | "usedAt" | "expiresAt">) {
  if (state === "used") {
    return (
      <>
        <Badge>Used</Badge>
        {usedAt && <TimeAgo iso={usedAt.toISOString()} />}
      </>
    );
  }
  if (state === "expired") return <Badge>Expired</Badge>;
  return (
    <>
      <Badge tone="good">Unused</Badge>
      <span>
        ends <TimeAgo iso={expiresAt.toISOString()} />
      </span>
    </>
  );
}
