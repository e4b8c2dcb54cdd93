import { Field } from "../parts/field";
import type { FactorForm } from "./factor-form";

/** A recovery code. Password managers and phones have nothing to offer here. */
export const recoveryCode: FactorForm = {
  lead: (t) => t.secondFactor.recoveryLead,
  use: (t) => t.secondFactor.useRecovery,
  submit: (t) => t.page.continue,
  fields: ["recovery_code"],
  Fields: ({ t, problem }) => (
    <Field
      name="recovery_code"
      label={t.secondFactor.recoveryCode}
      type="text"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      required
      problem={problem}
    />
  ),
};
