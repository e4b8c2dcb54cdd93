import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";

/** Asks for the address to send the proof's mail to again. */
export const verifyRequest: Page<"verify-request"> = {
  title: ({ site, t }) => fill(t.verifyEmail.pageTitle, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => (
    <Card t={t} site={site} title={t.verifyEmail.title} lead={<Say text={t.verifyEmail.lead} site={<bdi>{site.name}</bdi>} />} cancel>
      <ProblemAlert t={t} problem={view.problem} fields={["email"]} />
      <PostForm action={siteLink(site, "verify-email")} submit={t.verifyEmail.send}>
        <HiddenField name="state" value={view.state} />
        <EmailField t={t} value={view.email} problem={view.problem} autoComplete="username" />
      </PostForm>
      <p className="links">
        <a href={siteLink(site, "login", view.state)}>{t.page.signInInstead}</a>
      </p>
    </Card>
  ),
};
