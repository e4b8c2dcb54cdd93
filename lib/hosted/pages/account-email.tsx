import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page, PageProps } from "../page";
import { CodeField } from "../parts/code-field";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { Strong } from "../parts/strong";

/**
 * The visitor's address, and another one in its place.
 *
 * SECURITY: says the same for an address that somebody else has.
 */
export const accountEmail: Page<"account-email"> = {
  title: ({ site, t }) => `${t.fields.email} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => (
    <SectionCard
      t={t}
      site={site}
      title={t.fields.email}
      lead={<Say text={view.verified ? t.accountEmail.verified : t.accountEmail.unverified} email={<Strong>{view.email}</Strong>} />}
      done={view.done && !view.problem ? t.accountEmail.changed : null}
    >
      <ProblemAlert t={t} problem={view.problem} fields={view.pending === null ? ["email"] : ["code"]} />
      <Step site={site} view={view} t={t} />
    </SectionCard>
  ),
};

function Step({ site, view, t }: PageProps<"account-email">) {
  const action = accountLink(site, "account/email");
  if (view.pending === null) {
    return (
      <PostForm action={action} submit={t.accountEmail.send}>
        <HiddenField name="act" value="ask" />
        <EmailField t={t} label={t.accountEmail.new} value={view.typed} problem={view.problem} autoComplete="email" />
        <p className="hint">{t.accountEmail.hint}</p>
      </PostForm>
    );
  }
  const pending = <Say text={t.accountEmail.waits} email={<Strong>{view.pending}</Strong>} />;
  return (
    <>
      <p className="lead">{pending}</p>
      <PostForm action={action} submit={t.accountEmail.confirm}>
        <HiddenField name="act" value="confirm" />
        {view.token === null ? <CodeField t={t} problem={view.problem} /> : <HiddenField name="token" value={view.token} />}
      </PostForm>
      <form method="post" action={action}>
        <button className="plain" type="submit" name="act" value="cancel">
          {t.accountEmail.cancel}
        </button>
      </form>
    </>
  );
}
