import { listProviders } from "@/lib/core/identity-providers/list-providers";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import { redirectUri } from "@/lib/core/sign-in/methods/social/authorization-request";
import { PROVIDER_KINDS, presetOf } from "@/lib/core/sign-in/methods/social/presets";
import { requireSite } from "@/lib/core/sites/require-site";
import { Card, Note } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import { currentSite } from "../current-site";
import { NewProvider } from "./new-provider";
import { ProviderLine } from "./provider-line";

/** Every kind of provider, as its form needs it. */
const KINDS = PROVIDER_KINDS.map((kind) => {
  const { name, issuer, issuerMayDiffer } = presetOf(kind);
  return { kind, name, issuer, issuerMayDiffer };
});

/** The providers at which visitors of a site may sign in, with what is to be registered there. */
export async function ProvidersCard({ siteId }: { siteId: string }) {
  const { operator, site } = await currentSite(siteId);
  const context = await requireSite(operator, site.id);
  const providers = await listProviders(context);
  const callback = redirectUri(site.slug);
  const last = providers.length - 1;
  return (
    <Card
      title="Other providers"
      text="A button for each on the sign-in page, with an application of your own there. What a provider says of an address is believed: name only those that you trust with your users."
      action={<NewProvider siteId={siteId} kinds={KINDS} callback={callback} />}
    >
      <div className="grid gap-4">
        {providers.length > 0 && !isMethodOn(context, "social") && (
          <Note tone="plain">“Other providers” is off among the ways to sign in, so the pages show none of these.</Note>
        )}
        <dl className="grid gap-1">
          <dt className="text-sm font-medium">Redirect URI</dt>
          <dd className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 font-mono text-sm break-all">{callback}</code>
            <CopyButton quiet text={callback} what="redirect URI" />
          </dd>
          <dd className="text-sm text-soft">Register it at each provider, letter by letter; it is the same for all of them.</dd>
        </dl>
        {providers.length === 0 ? (
          <p className="text-sm text-soft">None yet. Your visitors sign in here only.</p>
        ) : (
          <ol className="divide-y divide-line border-y border-line">
            {providers.map(({ id, kind, name, issuer, clientId, hasClientSecret, enabled }, index) => (
              <ProviderLine
                key={String(id)}
                siteId={siteId}
                kinds={KINDS}
                callback={callback}
                provider={{ id: String(id), kind, name, issuer, clientId, hasClientSecret, enabled }}
                place={{ first: index === 0, last: index === last }}
              />
            ))}
          </ol>
        )}
      </div>
    </Card>
  );
}
