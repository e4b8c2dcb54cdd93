import type { Page } from "../page";
import { Card } from "../parts/card";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";

/** Asks for the address to send the proof's mail to again. */
export const verifyRequest: Page<"verify-request"> = {
  title: ({ site }) => `Confirm your address for ${site.name}`,
  script: "form",
  body: ({ site, view }) => (
    <Card
      site={site}
      title="Confirm your address"
      lead={
        <>
          Enter the address you signed up with at <bdi>{site.name}</bdi>. We will mail you a new link and a new code.
        </>
      }
      cancel
    >
      <ProblemAlert problem={view.problem} fields={["email"]} />
      <PostForm action={siteLink(site, "verify-email")} submit="Send the mail">
        <HiddenField name="state" value={view.state} />
        <EmailField value={view.email} problem={view.problem} autoComplete="username" />
      </PostForm>
      <p className="links">
        <a href={siteLink(site, "login", view.state)}>Sign in instead</a>
      </p>
    </Card>
  ),
};
