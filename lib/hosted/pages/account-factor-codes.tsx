import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { RecoveryCodes } from "../parts/recovery-codes";

/** The visitor's new recovery codes, once. */
export const accountFactorCodes: Page<"account-factor-codes"> = {
  title: ({ site, t }) => fill(t.secondFactor.codesHead, { site: site.name }),
  script: "codes",
  style: "codes",
  body: ({ site, view, t }) => (
    <Card t={t} site={site} tone="good" title={t.secondFactor.codesTitle} lead={t.secondFactor.codesLead}>
      <RecoveryCodes t={t} site={site} codes={view.codes} />
      <a className="button" href={accountLink(site, "account/second-factor", { done: "on" })}>
        {t.secondFactor.kept}
      </a>
    </Card>
  ),
};
