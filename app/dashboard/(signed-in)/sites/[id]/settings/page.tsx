import type { Metadata } from "next";
import { listExports } from "@/lib/core/portability/exports/list-exports";
import { countSiteUsers } from "@/lib/core/site-users/count-site-users";
import { RESTORE_DAYS } from "@/lib/core/sites/delete-site";
import { previousSecretUntil } from "@/lib/core/sites/previous-secret";
import { env } from "@/lib/kernel/env";
import { Card, PageHeader } from "@/lib/ui/card";
import { totalText } from "@/lib/ui/total-text";
import { Credentials } from "../credentials";
import { currentSite } from "../current-site";
import { DeleteSite } from "./delete-site";
import { DialectsCard } from "./dialects-card";
import { exportSeen } from "./export-seen";
import { ExportSite } from "./export-site";
import { MailForm } from "./mail-form";
import { ProtectionCard } from "./protection-card";
import { ProvidersCard } from "./providers-card";
import { RotateSecret } from "./rotate-secret";
import { SecondFactorCard } from "./second-factor-card";
import { SettingsForm } from "./settings-form";
import { SignInCard } from "./sign-in-card";
import { SuspensionCard } from "./suspension-card";
import { UserSystemForm } from "./user-system-form";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site } = await currentSite((await params).id);
  return { title: `Settings · ${site.name}` };
}

export default async function SettingsPage({ params }: Props) {
  const { id } = await params;
  const { operator, site } = await currentSite(id);
  const { name, slug, homeUri, successUri, cancelUri, failedUri, allowedOrigins, signUps, emailVerification, callbackTokenMinutes } = site;
  const settings = {
    name,
    slug,
    homeUri,
    successUri,
    cancelUri,
    failedUri,
    allowedOrigins,
    signUps,
    emailVerification,
    callbackTokenMinutes,
  };
  const [users, previous, exports] = await Promise.all([
    countSiteUsers(operator, site.id),
    previousSecretUntil(operator, site.id),
    listExports(operator, { siteId: site.id }, { page: 1, perPage: 1 }),
  ]);
  const [last] = exports.rows;
  const going = users.count === 1 ? "Its one user goes" : `Its ${totalText(users)} users go`;
  const lost = users.count === 0 ? "It has no users yet." : `${going} with it, and so do their sessions and mails.`;
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid max-w-3xl gap-6">
        <SettingsForm siteId={id} site={settings} updatedAt={site.updatedAt.toISOString()} />
        <Card title="Credentials" text="Your backend shows both to exchange a token. The secret belongs on servers only.">
          <Credentials siteId={id} clientId={site.clientId} revision={site.updatedAt.toISOString()} />
          <RotateSecret siteId={id} previousUntil={previous?.toISOString() ?? null} />
        </Card>
        <SignInCard siteId={id} site={site} />
        <SecondFactorCard siteId={id} site={site} />
        <ProvidersCard siteId={id} />
        <ProtectionCard siteId={id} site={site} />
        <Card title="Mails" text="Who the mails to your users are from. What they say is on the page Mails.">
          <MailForm siteId={id} mail={site.mail} from={env().MAIL_FROM} />
        </Card>
        <DialectsCard siteId={id} site={site} />
        <Card
          title="Your own user system"
          text="Where your users are in a system of your own, it can take new ones first, or hand over those it has, one sign-in at a time. Off while the addresses are empty."
        >
          <UserSystemForm siteId={id} signupEndpoint={site.signupEndpoint} signInEndpoint={site.signInEndpoint} />
        </Card>
        <Card
          id="export"
          title="Export"
          text="Everything of this site in one file that any tool can read: settings, users, sign-ins. It is yours."
        >
          <ExportSite siteId={id} last={last ? exportSeen(operator, last) : null} />
        </Card>
        <SuspensionCard siteId={id} suspension={site.suspension} />
        <Card
          danger
          title="Delete this site"
          text={`${lost} It is gone for everybody at once. You can bring it back for ${RESTORE_DAYS} days; then it is gone for good, and the slug /${slug} is never given out again.`}
        >
          <DeleteSite siteId={id} name={name} days={RESTORE_DAYS} />
        </Card>
      </div>
    </>
  );
}
