import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { PasskeyFacts } from "../account/passkey-facts";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { ProblemAlert } from "../parts/problem-alert";

/** The visitor's passkeys, and another one. */
export const accountPasskeys: Page<"account-passkeys"> = {
  title: ({ site, t }) => `${t.passkeys.title} – ${fill(t.account.title, { site: site.name })}`,
  script: "form",
  style: "section",
  modules: ({ view }) => (view.options === null ? [] : ["passkey"]),
  body: ({ site, view, t }) => (
    <SectionCard t={t} site={site} title={t.passkeys.title} lead={t.passkeys.lead} done={view.notice}>
      <ProblemAlert t={t} problem={view.problem} fields={[]} />
      {view.passkeys.length === 0 ? (
        <p className="small">{t.passkeys.none}</p>
      ) : (
        <ul className="list">
          {view.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <PasskeyFacts t={t} passkey={passkey} />
              <a
                className="plain"
                href={accountLink(site, "account/passkeys", { change: passkey.id })}
                aria-label={fill(t.passkeys.change, { name: passkey.name })}
              >
                {t.passkeys.edit}
              </a>
            </li>
          ))}
        </ul>
      )}
      {view.options === null ? (
        <a className="button" href={accountLink(site, "account/confirm", { to: "account/passkeys" })}>
          {t.passkeys.add}
        </a>
      ) : (
        <>
          <form
            className="scripted"
            method="post"
            action={accountLink(site, "account/passkeys")}
            data-passkey="create"
            data-options={view.options}
            data-failed={t.passkeys.notMade}
            data-known={t.passkeys.known}
          >
            <button className="button" type="submit">
              {t.passkeys.add}
            </button>
          </form>
          <p className="small unscripted">{t.passkeys.needsScript}</p>
        </>
      )}
    </SectionCard>
  ),
};
