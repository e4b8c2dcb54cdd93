import type { ImportUser } from "../import-row";
import { Fields } from "./fields";
import type { ImportFormat, ReadOptions, Sample } from "./format";
import type { SourceRow } from "./record-reader";

/** Reads one row as a user of a format, or tells why it is refused. */
export function readUser(
  row: SourceRow,
  format: ImportFormat,
  options: ReadOptions,
  beside: Sample["beside"],
): { user: ImportUser } | { messages: string[] } {
  if ("problem" in row) return { messages: [row.problem] };
  const fields = new Fields(row.record);
  const user = format.readUser(fields, options, beside);
  if (user.email === undefined && user.externalId === undefined && fields.problems.length === 0) fields.refuse("Email is missing");
  if (fields.problems.length > 0) return { messages: [...new Set(fields.problems)] };
  const imported = fields.left();
  return { user: onlyStated(imported ? { ...user, privateMetadata: { ...user.privateMetadata, imported } } : user) };
}

function onlyStated(user: ImportUser): ImportUser {
  const stated: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(user)) if (value !== undefined) stated[field] = value;
  return stated;
}
