import type { SiteContext } from "@/lib/db/resolve";
import { settingsOf } from "@/lib/dialects/settings";
import { parseEmail } from "@/lib/kernel/email";
import { AppError } from "@/lib/kernel/errors";
import { fields } from "@/lib/kernel/fields";
import { badInput } from "./errors";

/** What is wrong with a field's text; null: nothing. */
type Rule = (text: string) => string | null;

export const email: Rule = (text) => (parseEmail(text) ? null : "Email is invalid");

/** A password that is only compared. */
export const givenPassword: Rule = () => null;

/** A password to be set at a site. */
export const newPassword =
  ({ site }: SiteContext): Rule =>
  (text) =>
    (settingsOf(site.dialects, "fastgen").letter_and_digit ? letterAndDigit(text) : null) ?? productRule(text);

function productRule(text: string): string | null {
  const { error } = fields.newPassword.safeParse(text);
  return error ? `Password ${error.issues[0]?.message}` : null;
}

/** The rule that the protocol's clients usually come with, in its words. */
function letterAndDigit(text: string): string | null {
  if (text.length < 8) return "Password must contain at least 8 characters, including a number";
  if (text.length >= 100) return "Password's length must be lesser than 100 characters";
  if (!/[A-Za-z]/.test(text)) return "Password must contain at least one alphabet";
  return /\d/.test(text) ? null : "Password must contain at least one number";
}

/**
 * The texts of a form's fields, all of which have to be there. White space around an address means nothing.
 *
 * @throws AppError `bad_request` for what is no form, or one with more fields than it has; `invalid` with what is wrong, field by field
 */
export function readForm<Id extends string>(body: unknown, rules: Readonly<Record<Id, Rule>>): Record<Id, string> {
  const given = readFields(body, Object.keys(rules).length);
  const entries = (Object.entries(rules) as [Id, Rule][]).map(([id, rule]) => {
    const text = given.get(id) ?? "";
    return { id, text, error: text === "" ? "Field is not optional" : rule(text) };
  });
  const issues = entries.flatMap(({ id, error }) => (error === null ? [] : [{ path: id, message: error }]));
  if (issues.length > 0) throw new AppError("invalid", { issues });
  return Object.fromEntries(entries.map(({ id, text }) => [id, text])) as Record<Id, string>;
}

function readFields(body: unknown, most: number): Map<string, string> {
  const { formFields } = (body ?? {}) as { formFields?: unknown };
  if (formFields === undefined) throw badInput("formFields is missing");
  if (!Array.isArray(formFields)) throw badInput("formFields must be an array");
  if (formFields.length > most) throw badInput("formFields has more fields than this form");
  const texts = new Map<string, string>();
  for (const field of formFields as unknown[]) {
    if (typeof field !== "object" || field === null) throw badInput("Each of the formFields must be an object");
    const { id, value } = field as { id?: unknown; value?: unknown };
    if (typeof id !== "string" || value === undefined) throw badInput("Each of the formFields must have an id and a value");
    if (typeof value !== "string") throw badInput("The value of each of the formFields must be a text");
    if (!texts.has(id)) texts.set(id, id === "email" ? value.trim() : value);
  }
  return texts;
}
