import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { PasskeyFacts } from "../account/passkey-facts";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { GoodNote } from "../parts/good-note";
import { ProblemAlert } from "../parts/problem-alert";

/** The visitor's passkeys, and another one. */
export const accountPasskeys: Page<"account-passkeys"> = {
  title: ({ t }) => t.passkeys.title,
  script: "form",
  style: "passkeys",
  modules: ({ view }) => (view.options === null ? [] : ["passkey"]),
  body: ({ site, view, t }) => (
    <Card t={t} site={site} title={t.passkeys.title} lead={t.passkeys.lead}>
      {!view.problem && <GoodNote text={view.notice} />}
      <ProblemAlert t={t} problem={view.problem} fields={[]} />
      {view.passkeys.length === 0 ? (
        <p className="small">{t.passkeys.none}</p>
      ) : (
        <ul className="list">
          {view.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <PasskeyFacts t={t} passkey={passkey} />
              <a
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
      <p className="links">
        <a href={accountLink(site, "account")}>{t.passkeys.back}</a>
      </p>
    </Card>
  ),
};
