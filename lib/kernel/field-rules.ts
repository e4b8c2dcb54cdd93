import type { Issue } from "./errors";

/** What every field may break, in the words that follow its label: "Email" + "can't be blank". */
export const FIELD_RULES = {
  blank: "can't be blank",
  not_text: "must be a text",
  too_long: "is too long",
  too_short: "is too short",
  characters: "contains characters that are not allowed",
  invalid: "is invalid",
  taken: "has already been taken",
  one_word: "must not contain spaces or @",
  own_address: "must not be your e-mail address",
  guessable: "is too easy to guess; choose another one",
} as const;

export type FieldRule = keyof typeof FIELD_RULES;

/** Which of these rules an issue is about; null for one with words of its own. */
export function brokenRule({ message }: Issue): FieldRule | null {
  const rules = Object.entries(FIELD_RULES) as [FieldRule, string][];
  return rules.find(([, words]) => message.includes(` ${words}`))?.[0] ?? null;
}
