import type { Metadata } from "next";
import Link from "next/link";
import { findSignIn } from "@/lib/core/site-users/find-sign-in";
import { env } from "@/lib/kernel/env";
import { siteUrl } from "@/lib/kernel/urls";
import { snippetsOf } from "@/lib/quick-start";
import { callbackPathOf } from "@/lib/quick-start/snippet";
import { Card, PageHeader } from "@/lib/ui/card";
import { CodeTabs } from "@/lib/ui/code-tabs";
import { CallbackForm } from "./callback-form";
import { Credentials } from "./credentials";
import { currentSite } from "./current-site";
import { HostedPreview } from "./hosted-preview";
import { SignInWatch } from "./sign-in-watch";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site } = await currentSite((await params).id);
  return { title: `Quick start · ${site.name}` };
}

/** From nothing to the first sign-in: the page to try, the code to put in, and a sign that it works. */
export default async function QuickStartPage({ params }: Props) {
  const { id } = await params;
  const { operator, site } = await currentSite(id);
  const { slug, clientId, successUri } = site;
  const seen = await findSignIn(operator, site.id);
  const snippets = snippetsOf({ appUrl: env().appUrl, slug, clientId, callbackPath: callbackPathOf(successUri) });
  return (
    <>
      <PageHeader title="Quick start" text="Try your sign-in page, then put a few lines of code into your application." />
      <SignInWatch siteId={id} seen={seen && { ...seen, at: seen.at.toISOString() }} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="min-w-0 xl:order-last">
          <HostedPreview name={site.name} slug={slug} url={siteUrl(slug, "login")} revision={site.updatedAt.toISOString()} />
        </div>
        <div className="grid min-w-0 gap-6">
          {successUri === null && <CallbackForm siteId={id} />}
          <Card
            title="Connect your application"
            text={
              <>
                The callback gets <code className="font-mono">?token=…&amp;state=…</code>. Your backend compares the state with that of the
                visitor’s session, and exchanges the token once for the user who signed in.
              </>
            }
          >
            <CodeTabs label="Language" tabs={snippets} />
            {successUri && (
              <p className="mt-4 text-sm break-words text-soft">
                People come back to <code className="font-mono break-all">{successUri}</code>.{" "}
                <Link href={`/dashboard/sites/${id}/settings`} className="text-ink underline underline-offset-4">
                  Change it
                </Link>
              </p>
            )}
          </Card>
          <Card
            title="Environment"
            text={
              <>
                The code reads <code className="font-mono">CLIENT_SECRET</code> from the environment; keep it on your server.{" "}
                <code className="font-mono">SESSION_SECRET</code> is any long random text of your own.
              </>
            }
          >
            <Credentials siteId={id} clientId={clientId} revision={site.updatedAt.toISOString()} />
          </Card>
        </div>
      </div>
    </>
  );
}
