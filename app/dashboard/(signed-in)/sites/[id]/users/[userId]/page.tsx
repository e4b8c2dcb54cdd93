import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { namesInEvents } from "@/lib/core/audit/names-in-events";
import { searchAuditEvents } from "@/lib/core/audit/search-audit-events";
import { searchCallbackTokens } from "@/lib/core/callback-tokens/search-callback-tokens";
import { listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { ownFactor } from "@/lib/core/second-factor/own-factor";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { requireSiteUser, type SiteUserInSite } from "@/lib/core/site-users/require-site-user";
import { buttonLook } from "@/lib/ui/button";
import { Card, PageHeader } from "@/lib/ui/card";
import { MoreLink } from "@/lib/ui/more-link";
import { givenText } from "../../../../../given-text";
import { idOf, orNotFound, requireOperator } from "../../../../../session";
import { SessionList } from "../../sessions/session-list";
import { DeleteUser } from "./delete-user";
import { EditUser } from "./edit-user";
import { LiveSessions } from "./live-sessions";
import type { EditableUser } from "./more-fields";
import { UserAccess } from "./user-access";
import { UserEvents } from "./user-events";
import { UserFacts } from "./user-facts";
import { UserLinkedAccounts } from "./user-linked-accounts";
import { UserPasskeys } from "./user-passkeys";

export const metadata: Metadata = { title: "User" };

const NEWEST_FIRST = { by: "created", descending: true } as const;

type Props = {
  params: Promise<{ id: string; userId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** All about one user of a site. */
export default async function UserPage({ params, searchParams }: Props) {
  const operator = await requireOperator();
  const { id, userId } = await params;
  const { site, user } = await orNotFound(requireSiteUser(operator, idOf(id), idOf(userId)));
  const after = givenText((await searchParams).after);
  const [{ rows, next }, live, passkeys, accounts, factor, happened] = await Promise.all([
    searchCallbackTokens(site, { siteUserId: user.id, after }),
    listSessions(operator, { siteId: user.siteId, siteUserId: user.id, live: true }, NEWEST_FIRST, { page: 1, perPage: 10 }),
    listPasskeys(site, user.id),
    listLinkedAccounts(site, user.id),
    user.secondFactor ? ownFactor(site, user.id) : null,
    searchAuditEvents(site, { siteUserId: user.id }),
  ]);
  const events = happened.rows.slice(0, 8);
  return (
    <>
      <PageHeader
        title={<span className="wrap-anywhere">{user.email}</span>}
        text={user.name && <span className="wrap-anywhere">{user.name}</span>}
        action={
          <Link href={`/dashboard/sites/${id}/users`} className={buttonLook()}>
            <ArrowLeft aria-hidden /> All users
          </Link>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[1fr_22rem]">
        <div className="grid min-w-0 gap-6">
          <UserFacts user={user} factor={factor} />
          <LiveSessions siteId={id} userId={userId} sessions={live.rows} total={live.counted?.total ?? { count: 0, exact: true }} />
          <UserPasskeys siteId={id} userId={userId} passkeys={passkeys} />
          <UserLinkedAccounts siteId={id} userId={userId} accounts={accounts} />
          <UserEvents siteId={id} userId={userId} events={events} names={await namesInEvents(operator, events)} />
          <Card title="Sessions" text="Sign-ins that handed your application a token, newest first.">
            {rows.length > 0 ? (
              <SessionList siteId={id} sessions={rows} />
            ) : (
              <p className="text-sm text-soft">
                {after ? "There are no older ones." : "None yet. Each sign-in of this user appears here."}
              </p>
            )}
            <MoreLink next={next} query={{}} />
          </Card>
        </div>
        <div className="grid min-w-0 gap-6">
          <UserAccess
            siteId={id}
            userId={userId}
            verified={user.emailVerifiedAt !== null}
            blocked={user.blockedAt !== null}
            secondFactor={user.secondFactor}
          />
          <EditUser siteId={id} userId={userId} user={editable(user)} />
        </div>
        <div className="min-w-0 xl:col-span-2">
          <DeleteUser siteId={id} userId={userId} email={user.email} />
        </div>
      </div>
    </>
  );
}

/** What the form shows of a user. */
function editable({ email, name, username, firstName, lastName, locale, externalId, ...user }: SiteUserInSite): EditableUser {
  const [metadata, privateMetadata] = [JSON.stringify(user.metadata, null, 2), JSON.stringify(user.privateMetadata, null, 2)];
  return { email, name, username, firstName, lastName, locale, externalId, metadata, privateMetadata };
}
