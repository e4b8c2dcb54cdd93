import { z } from "zod";
import { fieldIssues, fields } from "@/lib/kernel/fields";
import { onlyGiven } from "../../only-given";
import type { Moment, SourceRow, SourceUser } from "./source-row";

/** A user of a file whose every field keeps the product's rules. */
export type Candidate = Omit<SourceUser, "email" | "username"> & {
  readonly row: number;
  readonly email?: { readonly email: string; readonly canonical: string };
  readonly username?: { readonly text: string; readonly canonical: string };
};

export type RefusedRow = { readonly row: number; readonly messages: readonly string[] };

const shape = z
  .object({
    externalId: fields.externalId,
    email: fields.email,
    username: fields.username,
    name: fields.personName,
    firstName: fields.personName,
    lastName: fields.personName,
    locale: fields.locale,
    metadata: fields.metadata,
    privateMetadata: fields.metadata,
    password: fields.newPassword,
  })
  .partial();

/** Judges a row by the rules that hold for every wire: a user who keeps them, or why the row is refused. */
export function checkRow(source: SourceRow, now: Date): Candidate | RefusedRow {
  if ("messages" in source) return source;
  const { row, user } = source;
  const result = shape.safeParse(user);
  if (!result.success) return { row, messages: fieldIssues(result.error).map(({ message }) => message) };
  const { username, name, firstName, lastName, locale, ...checked } = onlyGiven(result.data, user);
  const whole = [firstName, lastName].filter(Boolean).join(" ").slice(0, LONGEST_NAME);
  return {
    ...user,
    ...checked,
    row,
    name: name || whole || undefined,
    firstName: firstName ?? undefined,
    lastName: lastName ?? undefined,
    locale: locale ?? undefined,
    email: checked.email,
    username: username ? { text: username, canonical: username.normalize("NFKC").toLowerCase() } : undefined,
    createdAt: notAfter(user.createdAt, now),
    lastSignInAt: notAfter(user.lastSignInAt, now),
  } as Candidate;
}

/** What a first and a last name may come to together. */
const LONGEST_NAME = 200;

/** A clock that was wrong makes nobody a user of tomorrow. */
function notAfter(moment: Moment | undefined, now: Date): Moment | undefined {
  return moment instanceof Date && moment > now ? now : moment;
}
