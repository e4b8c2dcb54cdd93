import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { PasskeyFacts } from "../account/passkey-facts";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { Field } from "../parts/field";
import { ProblemAlert } from "../parts/problem-alert";

/** One of the visitor's passkeys: another name, or an end to it. */
export const accountPasskey: Page<"account-passkey"> = {
  title: ({ view, t }) => fill(t.passkeys.change, { name: view.passkey.name }),
  script: "form",
  style: "section",
  body: ({ site, view, t }) => {
    const action = accountLink(site, "account/passkeys", { change: view.passkey.id });
    return (
      <SectionCard t={t} site={site} title={t.passkeys.unnamed}>
        <ProblemAlert t={t} problem={view.problem} fields={["name"]} />
        <div className="shown">
          <PasskeyFacts t={t} passkey={view.passkey} />
        </div>
        <form method="post" action={action}>
          <Field
            name="name"
            label={t.passkeys.name}
            type="text"
            autoComplete="off"
            required
            defaultValue={view.passkey.name}
            problem={view.problem}
          />
          <button className="button" type="submit" name="act" value="rename">
            {t.passkeys.rename}
          </button>
        </form>
        <form method="post" action={action}>
          <p className="hint">{t.passkeys.removeHint}</p>
          <button className="plain" type="submit" name="act" value="remove">
            {t.passkeys.remove}
          </button>
        </form>
        <p className="links">
          <a href={accountLink(site, "account/passkeys")}>{t.passkeys.back}</a>
        </p>
      </SectionCard>
    );
  },
};
