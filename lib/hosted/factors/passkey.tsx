import type { FactorForm } from "./factor-form";

/** A passkey: nothing is typed, the module behind the button asks for it. */
export const passkey: FactorForm = {
  lead: (t) => t.secondFactor.passkeyLead,
  use: (t) => t.secondFactor.usePasskey,
  submit: (t) => t.passkeys.confirm,
  fields: [],
  needs: "passkey",
  Fields: () => null,
};
