import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Somebody is signed in here already. SECURITY: a button, and never by itself: a link from elsewhere must not sign anybody in. */
export const continueAs: Page<"continue"> = {
  title: ({ site, t }) => fill(t.signIn.title, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => (
    <Card
      t={t}
      site={site}
      title={<Say text={t.signIn.title} site={<bdi>{site.name}</bdi>} />}
      lead={site.destination && <Say text={t.signIn.destination} destination={<Strong>{site.destination}</Strong>} />}
      cancel
    >
      <PostForm action={siteLink(site, "continue")} submit={fill(t.account.continueAs, { email: view.email })}>
        <HiddenField name="state" value={view.state} />
        <HiddenField name="session" value={view.session} />
      </PostForm>
      <p className="links">
        <a href={siteLink(site, "login", view.state, { as: "other" })}>{t.account.otherAccount}</a>
      </p>
    </Card>
  ),
};
