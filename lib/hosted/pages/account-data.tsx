import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { PostForm } from "../parts/post-form";
import { Say } from "../parts/say";

/** Everything that is kept about the visitor, as a file. Without the form's script: after a download the page stays, and its button with it. */
export const accountData: Page<"account-data"> = {
  title: ({ site, t }) => `${t.accountData.title} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: null,
  body: ({ site, t }) => (
    <SectionCard t={t} site={site} title={t.accountData.title} lead={<Say text={t.accountData.lead} site={<bdi>{site.name}</bdi>} />}>
      <PostForm action={accountLink(site, "account/data")} submit={t.page.download} />
    </SectionCard>
  ),
};
