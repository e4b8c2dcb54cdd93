import type { Site } from "@/lib/core/sites/site";
import { env } from "@/lib/kernel/env";
import { Card } from "@/lib/ui/card";
import { ProtectionForm } from "./protection-form";

type Props = { readonly siteId: string; readonly site: Pick<Site, "attackProtection"> };

/** What a site has set against attacks, beside what the installation says where it sets nothing. */
export function ProtectionCard({ siteId, site }: Props) {
  const { FAILURES_PER_IDENTIFIER, FAILURES_PER_ADDRESS, FAILURES_PER_SITE, SIGN_UPS_PER_ADDRESS, MAILS_PER_MINUTE, LEAKED_PASSWORDS_URL } =
    env();
  const usual = {
    failures_per_identifier: FAILURES_PER_IDENTIFIER,
    failures_per_address: FAILURES_PER_ADDRESS,
    failures_per_site: FAILURES_PER_SITE,
    sign_ups_per_address: SIGN_UPS_PER_ADDRESS,
    mails_per_minute: MAILS_PER_MINUTE,
  };
  return (
    <Card
      title="Attack protection"
      text="How many failed sign-ins in ten minutes are too many. Right passwords do not count, and a browser in which somebody has signed in before is not shut out by strangers. An empty field is as this installation has it."
    >
      <ProtectionForm siteId={siteId} protection={site.attackProtection} usual={usual} looksUpLeaks={LEAKED_PASSWORDS_URL !== undefined} />
    </Card>
  );
}
