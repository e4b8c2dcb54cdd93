import { fill } from "@/lib/texts/fill";
import { LANGUAGES } from "@/lib/texts/languages";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { Field } from "../parts/field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";

const languages = Object.entries(LANGUAGES);

/** What a visitor is called, and the language that they are spoken to in; what the site keeps about them, to read. */
export const accountProfile: Page<"account-profile"> = {
  title: ({ site, t }) => `${t.accountProfile.title} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => {
    const { values, problem } = view;
    const fields = ["name", "firstName", "lastName", "username", "locale"];
    const known = languages.some(([language]) => language === values.locale);
    return (
      <SectionCard t={t} site={site} title={t.accountProfile.title} done={view.done && !problem ? t.accountProfile.saved : null}>
        <ProblemAlert t={t} problem={problem} fields={fields} />
        <PostForm action={accountLink(site, "account/profile")} submit={t.accountProfile.save}>
          <Field name="name" label={t.fields.name} type="text" autoComplete="name" defaultValue={values.name} problem={problem} />
          <div className="pair">
            <Field
              name="firstName"
              label={t.accountProfile.firstName}
              type="text"
              autoComplete="given-name"
              defaultValue={values.firstName}
              problem={problem}
            />
            <Field
              name="lastName"
              label={t.accountProfile.lastName}
              type="text"
              autoComplete="family-name"
              defaultValue={values.lastName}
              problem={problem}
            />
          </div>
          {view.usernames && (
            <Field
              name="username"
              label={t.ways.username}
              type="text"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={values.username}
              problem={problem}
            />
          )}
          <div className="field">
            <label htmlFor="locale">{t.page.language}</label>
            <select id="locale" name="locale" defaultValue={values.locale}>
              <option value="">{t.accountProfile.languageOfBrowser}</option>
              {!known && values.locale !== "" && <option value={values.locale}>{values.locale}</option>}
              {languages.map(([language, { name }]) => (
                <option key={language} value={language} lang={language}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </PostForm>
        {view.shown.length > 0 && (
          <>
            <h2>{t.accountProfile.shown}</h2>
            <dl>
              {view.shown.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </SectionCard>
    );
  },
};
