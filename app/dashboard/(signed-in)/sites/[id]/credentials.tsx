import { CopyButton } from "@/lib/ui/copy-button";
import { ClientSecret } from "./client-secret";

/** What a site's backend shows to exchange a token: the id, and the secret when asked for. `revision` changes with the secret, so that an old one is not left standing. */
export function Credentials({ siteId, clientId, revision }: { siteId: string; clientId: string; revision: string }) {
  return (
    <dl className="grid gap-4">
      <div className="grid gap-1">
        <dt className="text-sm font-medium">Client ID</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 font-mono text-sm break-all">{clientId}</code>
          <CopyButton quiet text={clientId} what="client ID" />
        </dd>
      </div>
      <div className="grid gap-1">
        <dt className="text-sm font-medium">Client secret</dt>
        <dd>
          <ClientSecret key={revision} siteId={siteId} />
        </dd>
      </div>
    </dl>
  );
}
