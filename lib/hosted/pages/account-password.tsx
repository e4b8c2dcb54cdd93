import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { HiddenUsername } from "../parts/hidden-field";
import { NewPasswordField, PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";

/** Another password in the place of the present one, or a first one. */
export const accountPassword: Page<"account-password"> = {
  title: ({ site, t }) => `${t.fields.password} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => (
    <SectionCard
      t={t}
      site={site}
      title={t.fields.password}
      lead={view.known ? t.accountPassword.lead : t.accountPassword.first}
      done={view.done && !view.problem ? t.accountPassword.saved : null}
    >
      <ProblemAlert t={t} problem={view.problem} fields={["current", "password"]} resetHref={siteLink(site, "reset-password")} />
      <PostForm action={accountLink(site, "account/password")} submit={t.accountPassword.save}>
        <HiddenUsername email={view.email} />
        {view.known && <PasswordField t={t} name="current" label={t.accountPassword.current} problem={view.problem} />}
        <NewPasswordField t={t} label={t.fields.newPassword} problem={view.problem} />
      </PostForm>
      {view.known && (
        <p className="links">
          <a href={siteLink(site, "reset-password")}>{t.page.forgotPassword}</a>
        </p>
      )}
    </SectionCard>
  ),
};
