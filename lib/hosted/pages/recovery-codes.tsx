import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { RecoveryCodes } from "../parts/recovery-codes";
import { siteLink } from "../parts/site-link";

/** The recovery codes, once, before a sign-in in which a second factor was set up goes on. */
export const recoveryCodes: Page<"recovery-codes"> = {
  title: ({ site, t }) => fill(t.secondFactor.codesHead, { site: site.name }),
  script: "codes",
  style: "codes",
  body: ({ site, view, t }) => (
    <Card t={t} site={site} tone="good" title={t.secondFactor.codesTitle} lead={t.secondFactor.codesLead}>
      <PostForm action={siteLink(site, "second-factor")} submit={t.secondFactor.kept}>
        <HiddenField name="step" value={view.step} />
        <HiddenField name="keep" value="yes" />
        <HiddenField name="state" value={view.state} />
        <RecoveryCodes t={t} site={site} codes={view.codes} />
      </PostForm>
    </Card>
  ),
};
