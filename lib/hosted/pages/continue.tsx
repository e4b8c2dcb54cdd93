import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Somebody is signed in here already. SECURITY: a button, and never by itself: a link from elsewhere must not sign anybody in. */
export const continueAs: Page<"continue"> = {
  title: ({ site }) => `Sign in to ${site.name}`,
  script: "form",
  body: ({ site, view }) => (
    <Card
      site={site}
      title={
        <>
          Sign in to <bdi>{site.name}</bdi>
        </>
      }
      lead={
        site.destination && (
          <>
            to continue to <Strong>{site.destination}</Strong>
          </>
        )
      }
      cancel
    >
      <PostForm action={siteLink(site, "continue")} submit={`Continue as ${view.email}`}>
        <HiddenField name="state" value={view.state} />
        <HiddenField name="session" value={view.session} />
      </PostForm>
      <p className="links">
        <a href={siteLink(site, "login", view.state, { as: "other" })}>Use another account</a>
      </p>
    </Card>
  ),
};
