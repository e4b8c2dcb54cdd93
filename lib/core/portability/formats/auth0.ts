import { z } from "zod";
import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportHash } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat } from "./format";
import { readFastDigest } from "./read-fast-digest";

const OWN_NAMES = ["app_metadata", "user_metadata", "custom_password_hash", "identities", "logins_count"];

const customHash = z.object({
  algorithm: z.string(),
  hash: z.object({ value: z.string() }),
  salt: z
    .object({
      value: z.string(),
      encoding: z.enum(["utf8", "hex", "base64"]).default("utf8"),
      position: z.enum(["prefix", "suffix"]).default("prefix"),
    })
    .optional(),
  password: z.object({ encoding: z.literal("utf8").optional() }).optional(),
});

/**
 * Auth0's users as its export job and its extension write them, and in the schema of its bulk import, which has hashes.
 *
 * auth0.com/docs/manage-users/user-migration/bulk-user-import-database-schema-and-examples
 */
export const auth0 = {
  id: "auth0",
  title: "Auth0",
  recognises: ({ names, records }) =>
    records.some(({ user_id }) => typeof user_id === "string" && /^[\w-]+\|./.test(user_id)) ||
    (names.has("email") && OWN_NAMES.some((name) => names.has(name))),
  readUser: (fields) => ({
    externalId: fields.text("user_id"),
    email: fields.text("email"),
    emailVerified: fields.flag("email_verified"),
    username: fields.text("username"),
    name: fields.text("name"),
    firstName: fields.text("given_name"),
    lastName: fields.text("family_name"),
    locale: fields.text("locale"),
    metadata: fields.object("user_metadata"),
    privateMetadata: fields.object("app_metadata"),
    blocked: fields.flag("blocked"),
    createdAt: fields.date("created_at"),
    lastSignInAt: fields.date("last_login"),
    passwordHash: readHash(fields),
  }),
} as const satisfies ImportFormat;

function readHash(fields: Fields): ImportHash | undefined {
  const bcrypt = fields.text("password_hash");
  const written = fields.object("custom_password_hash");
  if (!written) return bcrypt === undefined ? undefined : fields.hash(readPasswordHash(bcrypt));
  const custom = customHash.safeParse(written);
  if (!custom.success) return fields.hash({ refused: "is not written as Auth0 writes it" });
  const { algorithm, hash, salt } = custom.data;
  const phc = readPasswordHash(hash.value);
  if ("kept" in phc) return fields.hash(phc);
  const saltBytes = salt && Buffer.from(salt.value, salt.encoding);
  return fields.hash(readFastDigest({ algorithm, digest: hash.value, salt: saltBytes, position: salt?.position }));
}
