import { HiddenField } from "../parts/hidden-field";
import { ICONS } from "../parts/icons";
import { LastUsed } from "../parts/last-used";
import { siteLink } from "../parts/site-link";
import type { MethodForm } from "./method-form";

/** Signing in with a passkey: one button, which the module behind it answers. Where there is none, it is not seen. */
export const passkey: MethodForm = {
  fields: [],
  needs: "passkey",
  Form: ({ site, view, t }) => (
    <form method="post" action={siteLink(site, "login")} data-passkey="get" data-failed={t.passkeys.notUsed}>
      {/* Said once on a page, for it may be long: the module takes it from the form that has it. */}
      <HiddenField name="state" value={site.methods.length === 1 ? view.state : null} />
      <button className="button second" type="submit" name="method" value="passkey">
        {ICONS.passkey}
        {t.passkeys.signIn}
        <LastUsed t={t} last={view.lastUsed} way="passkey" />
      </button>
    </form>
  ),
};
