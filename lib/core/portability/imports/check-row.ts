import type { z } from "zod";
import { fieldLabel } from "@/lib/kernel/fields";
import { siteUserFields } from "../../site-users/site-user-fields";
import type { Moment, SourceRow, SourceUser } from "./source-row";

/** A user of a file whose every field keeps the product's rules; `messages` tell what was left out to that end. */
export type Candidate = Omit<SourceUser, "email" | "username"> & {
  readonly row: number;
  readonly messages: readonly string[];
  readonly email?: { readonly email: string; readonly canonical: string };
  readonly username?: { readonly username: string; readonly canonical: string };
};

export type RefusedRow = { readonly row: number; readonly refused: readonly string[] };

const { username: usernameRule, locale: localeRule, ...strictRules } = siteUserFields;
type Strict = { readonly [Field in keyof typeof strictRules]?: z.output<(typeof strictRules)[Field]> };

/** Judges a row by the rules that hold for every wire: a user who keeps them, or why the row is refused. */
export function checkRow(source: SourceRow, now: Date): Candidate | RefusedRow {
  if ("messages" in source) return { row: source.row, refused: source.messages };
  const { row, user } = source;
  const { given, refused } = checkStrictly(user);
  if (refused.length > 0) return { row, refused };
  const { name, firstName, lastName, externalId, metadata, privateMetadata, email, password } = given;
  const both = [firstName, lastName].filter(Boolean).join(" ").slice(0, LONGEST_NAME);
  const checked = {
    email,
    externalId: externalId ?? undefined,
    name: name || both || undefined,
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
    metadata,
    privateMetadata,
    password,
    createdAt: notAfter(user.createdAt, now),
    lastSignInAt: notAfter(user.lastSignInAt, now),
  };
  return { ...user, ...checked, ...checkLeniently(user), row } as Candidate;
}

/** What a first and a last name may come to together. */
const LONGEST_NAME = 200;

/** Asks the rules of the fields that are there, one by one: a rule costs more than all else that is done with a row. */
function checkStrictly(user: SourceUser): { given: Strict; refused: string[] } {
  const given: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const [field, rule] of Object.entries(strictRules)) {
    const value = user[field as keyof typeof strictRules];
    if (value === undefined) continue;
    const { data, error } = rule.safeParse(value);
    if (error) refused.push(...error.issues.map(({ message }) => `${fieldLabel(field)} ${message}`));
    else given[field] = data;
  }
  return { given, refused };
}

/** The fields in which other systems allow more than we do: nobody stays behind for them. */
function checkLeniently({ username, locale, email }: SourceUser): Pick<Candidate, "username" | "locale" | "messages"> {
  const messages: string[] = [];
  const keep = <Value>(label: string, rule: z.ZodType<Value | null>, value: unknown) => {
    if (value === undefined || value === null) return undefined;
    const result = rule.safeParse(value);
    if (!result.success) messages.push(`${label} ${result.error.issues[0]?.message}: it is left out`);
    return result.data ?? undefined;
  };
  // Where the address is the name to sign in with, it is here as well.
  const kept = { username: keep("Username", usernameRule, username === email ? null : username) };
  return { ...kept, locale: keep("Locale", localeRule, locale?.replaceAll("_", "-")), messages } as ReturnType<typeof checkLeniently>;
}

/** A clock that was wrong makes nobody a user of tomorrow. */
function notAfter(moment: Moment | undefined, now: Date): Moment | undefined {
  return moment instanceof Date && moment > now ? now : moment;
}
