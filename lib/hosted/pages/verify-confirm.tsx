import type { Page } from "../page";
import { Card } from "../parts/card";
import { ForgottenLink } from "../parts/forgotten-link";
import { HiddenField } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";

/** Opened from the mail's link: one button, because opening a link proves nothing. In another browser, the password as well. */
export const verifyConfirm: Page<"verify-confirm"> = {
  title: ({ site }) => `Confirm your address for ${site.name}`,
  script: "form",
  body: ({ site, view }) => {
    const resetHref = siteLink(site, "reset-password");
    return (
      <Card
        site={site}
        title="Confirm your address"
        lead={
          view.needsPassword ? (
            "You opened this link in another browser than the one you signed up with. Enter the password you chose, so we know it was you."
          ) : (
            <>
              One click, and <bdi>{site.name}</bdi> knows that this address is yours.
            </>
          )
        }
        cancel
      >
        <ProblemAlert
          problem={view.problem}
          fields={view.needsPassword ? ["password"] : []}
          resetHref={view.needsPassword ? resetHref : undefined}
        />
        <PostForm action={siteLink(site, "verify-email")} submit="Confirm address">
          <HiddenField name="token" value={view.token} />
          {view.needsPassword && <PasswordField problem={view.problem} />}
        </PostForm>
        {view.needsPassword && <ForgottenLink href={resetHref} />}
      </Card>
    );
  },
};
