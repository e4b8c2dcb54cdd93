import { confirmByPasskey } from "./confirm-by-passkey";
import { confirmByPassword } from "./confirm-by-password";
import type { ConfirmForm } from "./confirm-form";
import type { ConfirmOffers } from "./told";

/** The form of every way to prove oneself once more, in the order of the page. */
export const CONFIRM_FORMS = { password: confirmByPassword, passkey: confirmByPasskey } satisfies {
  [Id in keyof ConfirmOffers]-?: ConfirmForm;
};
