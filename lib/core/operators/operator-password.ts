import { fields } from "@/lib/kernel/fields";

/** Operators have no second factor yet, so their passwords are long. */
export const MIN_OPERATOR_PASSWORD = 15;

/** The rule of an operator's new password. */
export const operatorPassword = fields.newPassword.refine(
  (text) => [...text].length >= MIN_OPERATOR_PASSWORD,
  `is too short (minimum is ${MIN_OPERATOR_PASSWORD} characters)`,
);
