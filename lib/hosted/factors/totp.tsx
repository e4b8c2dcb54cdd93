import { CodeField } from "../parts/code-field";
import type { FactorForm } from "./factor-form";

/** The code of an authenticator app. */
export const totp: FactorForm = {
  lead: (t) => t.secondFactor.totpLead,
  use: (t) => t.secondFactor.useTotp,
  submit: (t) => t.page.continue,
  fields: ["code"],
  Fields: ({ t, problem }) => <CodeField t={t} label={t.secondFactor.code} title={t.secondFactor.codeTitle} problem={problem} />,
};
