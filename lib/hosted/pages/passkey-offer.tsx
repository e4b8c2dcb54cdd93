import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";

/** A passkey is offered on the way back after a sign-in. Both buttons lead there; without the module there is one. */
export const passkeyOffer: Page<"passkey-offer"> = {
  title: ({ site, t }) => `${t.passkeys.offerTitle} – ${site.name}`,
  script: "form",
  modules: ({ view }) => (view.options === null ? [] : ["passkey"]),
  body: ({ site, view: { options, unasked, session, state, problem }, t }) => (
    <Card t={t} site={site} title={t.passkeys.offerTitle} lead={t.passkeys.offer}>
      <ProblemAlert t={t} problem={problem} fields={[]} />
      <form
        method="post"
        action={siteLink(site, "login/passkey")}
        data-passkey="create"
        data-options={options}
        data-auto={unasked ? "" : undefined}
        data-failed={t.passkeys.notMade}
        data-known={t.passkeys.known}
      >
        <HiddenField name="session" value={session} />
        <HiddenField name="state" value={state} />
        {options !== null && (
          <button className="button scripted" type="submit">
            {t.passkeys.create}
          </button>
        )}
        <button className="button second" type="submit">
          {t.passkeys.notNow}
        </button>
      </form>
    </Card>
  ),
};
