import { fields } from "@/lib/kernel/fields";

/** Not every operator has a second factor, so their passwords are long. */
export const MIN_OPERATOR_PASSWORD = 15;

/** The rule of an operator's new password. */
export const operatorPassword = fields.newPassword.refine(
  (text) => [...text].length >= MIN_OPERATOR_PASSWORD,
  `is too short (minimum is ${MIN_OPERATOR_PASSWORD} characters)`,
);
