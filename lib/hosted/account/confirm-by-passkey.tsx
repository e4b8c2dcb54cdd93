import { ICONS } from "../parts/icons";
import { accountLink } from "./account-link";
import type { ConfirmForm } from "./confirm-form";

/** Proving oneself once more by a passkey. */
export const confirmByPasskey: ConfirmForm = {
  fields: [],
  Form: ({ site, view, t }) => (
    <form
      className="scripted"
      method="post"
      action={accountLink(site, "account/confirm", { to: site.to ?? "account" })}
      data-passkey="get"
      data-options={view.offers.passkey}
      data-failed={t.passkeys.notUsed}
    >
      <button className={view.offers.password ? "button second" : "button"} type="submit" name="confirm" value="passkey">
        {ICONS.passkey}
        {t.passkeys.confirm}
      </button>
    </form>
  ),
};
