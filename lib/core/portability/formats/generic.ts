import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import { AppError } from "@/lib/kernel/errors";
import type { ImportUser } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat, ReadOptions, Sample } from "./format";
import { isField, knownField } from "./known-field";
import { readFastDigest } from "./read-fast-digest";

/** Field -> the file's name for it. */
type Columns = ReadonlyMap<string, string>;

/** What no clear password looks like: a hash of a kind we may not know. */
const HASH_LIKE = /^(\$[\w-]+\$.+|\{[a-z\d-]+\}.+|[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i;

const AS_THEY_ARE = {};

/** Users in the names that people use, or in those that a mapping names. */
function genericFormat<Id extends Sample["kind"]>(id: Id, title: string) {
  const findColumns = columnsFinder();
  return {
    id,
    title,
    recognises: ({ kind }) => kind === id,
    readUser(fields, { mapping = AS_THEY_ARE }) {
      const columns = findColumns(fields.names, mapping);
      fields.rename(columns);
      const active = fields.flag("active");
      return {
        externalId: fields.text("external_id"),
        email: fields.text("email"),
        emailVerified: fields.flag("email_verified"),
        username: fields.text("username"),
        name: fields.text("name"),
        firstName: fields.text("first_name"),
        lastName: fields.text("last_name"),
        locale: fields.text("locale"),
        blocked: fields.flag("blocked") ?? (active === undefined ? undefined : !active),
        createdAt: fields.date("created_at"),
        lastSignInAt: fields.date("last_sign_in_at"),
        metadata: readMetadata(fields, columns, "metadata"),
        privateMetadata: readMetadata(fields, columns, "private_metadata"),
        ...readPassword(fields),
      };
    },
  } as const satisfies ImportFormat;
}

/** The formats of files in nobody's own names, by how they are written. */
export const GENERIC = {
  csv: genericFormat("csv", "CSV"),
  ndjson: genericFormat("ndjson", "NDJSON"),
  json: genericFormat("json", "JSON"),
};

/**
 * Refuses a mapping that a file cannot follow, and a header that names nobody.
 *
 * @throws AppError `invalid`
 */
export function requireColumns({ kind, names }: Sample, { mapping = {} }: ReadOptions): void {
  const issues = Object.entries(mapping).flatMap(([field, name]) => {
    const path = `mapping.${field}`;
    if (!isField(field)) return [{ path, message: `Mapping names the field ${field}, which there is not` }];
    if (kind !== "csv" || names.has(name)) return [];
    return [{ path, message: `Mapping names the column ${name}, which the file does not have` }];
  });
  const columns = columnsOf([...names], mapping);
  const namesNobody = kind === "csv" && !columns.has("email") && !columns.has("external_id");
  const first = [...names].slice(0, 20).join(", ").slice(0, 500);
  if (namesNobody && issues.length === 0)
    issues.push({ path: "file", message: `File has no column for the email. Its columns are: ${first}` });
  if (issues.length > 0) throw new AppError("invalid", { issues });
}

/** The rows of a file mostly have the same names, and finding out what they mean takes 7 µs. */
function columnsFinder(): typeof columnsOf {
  let last: { readonly names: readonly string[]; readonly mapping: object; readonly columns: Columns } | undefined;
  return (names, mapping) => {
    const isSame = last?.mapping === mapping && last.names.length === names.length && last.names.every((name, at) => name === names[at]);
    if (!last || !isSame) last = { names, mapping, columns: columnsOf(names, mapping) };
    return last.columns;
  };
}

/** What the mapping names, then for every other field the first column that is called so. */
function columnsOf(names: readonly string[], mapping: Readonly<Record<string, string>>): Columns {
  const columns = new Map(Object.entries(mapping));
  const mapped = new Set(columns.values());
  for (const name of names) {
    const field = mapped.has(name) ? undefined : knownField(name);
    if (field !== undefined && !columns.has(field)) columns.set(field, name);
  }
  return columns;
}

/** The column of that name, and those that have it in front of a dot. */
function readMetadata(fields: Fields, columns: Columns, field: string): Record<string, unknown> | undefined {
  const whole = fields.object(field);
  const named = [...columns.keys()].filter((name) => name.startsWith(`${field}.`) && fields.value(name) !== undefined);
  if (named.length === 0) return whole;
  return { ...whole, ...Object.fromEntries(named.map((name) => [name.slice(field.length + 1), fields.value(name)])) };
}

/** A column called `password` holds hashes in many a dump, and a hash is never taken for a password. */
function readPassword(fields: Fields): Pick<ImportUser, "password" | "passwordHash"> {
  const password = fields.exactText("password") || undefined;
  const written = fields.text("password_hash");
  const algorithm = fields.text("password_hash_algorithm");
  const salt = Buffer.from(fields.exactText("password_salt") ?? "");
  const position = fields.text("password_salt_position") ?? "prefix";
  const reading = readPasswordHash(written ?? password ?? "");
  if ("kept" in reading) return { passwordHash: reading };
  if (written !== undefined && algorithm === undefined) return { passwordHash: fields.hash(reading) };
  if (written !== undefined && algorithm !== undefined) {
    return { passwordHash: fields.hash(readFastDigest({ algorithm, digest: written, salt, position })) };
  }
  if (password !== undefined && HASH_LIKE.test(password)) fields.refuse("Password looks like a hash; call it password_hash");
  return { password };
}
