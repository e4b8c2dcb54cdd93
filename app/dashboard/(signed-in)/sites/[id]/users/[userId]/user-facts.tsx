import type { ReactNode } from "react";
import type { OwnFactor } from "@/lib/core/second-factor/own-factor";
import type { SiteUserInSite } from "@/lib/core/site-users/require-site-user";
import { Card } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { TimeAgo } from "@/lib/ui/time-ago";
import { UserBadges } from "../user-badges";

/** What is known of a user. `factor`: how their second factor stands, where it is on. */
export function UserFacts({ user, factor }: { user: SiteUserInSite; factor: OwnFactor | null }) {
  const { id, uuid, email, emailCanonical, emailVerifiedAt, blockedAt, deletionDueAt, lastSignInAt, createdAt } = user;
  const named = { Username: user.username, "First name": user.firstName, "Last name": user.lastName, Language: user.locale };
  return (
    <Card
      title="About"
      action={
        <span className="flex gap-1.5">
          <UserBadges verified={emailVerifiedAt !== null} blocked={blockedAt !== null} secondFactor={user.secondFactor} />
        </span>
      }
    >
      <dl className="divide-y divide-line text-sm">
        <Fact name="E-mail" copy={email}>
          <span className="break-all">{email}</span>
          {emailCanonical !== email && <span className="block break-all text-soft">compared as {emailCanonical}</span>}
        </Fact>
        {Object.entries(named).map(
          ([name, text]) =>
            text && (
              <Fact key={name} name={name}>
                <span className="wrap-anywhere">{text}</span>
              </Fact>
            ),
        )}
        {user.externalId && (
          <Fact name="External ID" copy={user.externalId}>
            <code className="font-mono break-all">{user.externalId}</code>
          </Fact>
        )}
        <Fact name="ID" copy={String(id)}>
          <code className="font-mono break-all">{String(id)}</code>
        </Fact>
        <Fact name="UUID" copy={uuid}>
          <code className="font-mono break-all">{uuid}</code>
        </Fact>
        <Fact name="Made">
          <TimeAgo iso={createdAt.toISOString()} />
        </Fact>
        <Fact name="Verified">{emailVerifiedAt ? <TimeAgo iso={emailVerifiedAt.toISOString()} /> : "not yet"}</Fact>
        <Fact name="Last sign-in">{lastSignInAt ? <TimeAgo iso={lastSignInAt.toISOString()} /> : "never"}</Fact>
        {factor && <Fact name="Second factor">{factorText(factor)}</Fact>}
        {deletionDueAt && (
          <Fact name="To be deleted">
            <TimeAgo iso={deletionDueAt.toISOString()} />
          </Fact>
        )}
        {blockedAt && (
          <Fact name="Blocked">
            <TimeAgo iso={blockedAt.toISOString()} />
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div className="grid min-h-11 content-center items-center gap-x-3 py-1.5 sm:grid-cols-[8rem_minmax(0,1fr)] sm:py-1">
      <dt className="text-soft">{name}</dt>
      <dd className="flex items-center justify-between gap-2">
        <span className="min-w-0">{children}</span>
        {copy && <CopyButton text={copy} what={name} quiet />}
      </dd>
    </div>
  );
}

/** How a second factor stands, in a line. */
function factorText({ app, codesLeft, browsers }: OwnFactor): string {
  const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? "" : "s"}`;
  const parts = [
    app && "Authenticator app",
    `${counted(codesLeft, "recovery code")} left`,
    browsers.length > 0 && counted(browsers.length, "trusted browser"),
  ];
  return parts.filter(Boolean).join(" · ");
}
