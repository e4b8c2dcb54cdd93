import { readFirebaseHash } from "@/lib/core/passwords/read-firebase-hash";
import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportHash } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat } from "./format";
import { readFastDigest } from "./read-fast-digest";

/** Clerk's users as its dashboard exports them. Several addresses stand in one column. clerk.com/docs/deployments/exporting-users */
export const clerk = {
  id: "clerk",
  title: "Clerk",
  recognises: ({ names }) =>
    names.has("primary_email_address") && ["password_digest", "verified_email_addresses"].some((name) => names.has(name)),
  readUser(fields) {
    const verified = addresses(fields, "verified_email_addresses");
    const unverified = addresses(fields, "unverified_email_addresses");
    const email = fields.text("primary_email_address") ?? verified[0] ?? unverified[0];
    const others = [...verified, ...unverified].filter((address) => address !== email);
    if (others.length > 0) fields.keep("other_email_addresses", others);
    return {
      externalId: fields.text("id"),
      email,
      emailVerified: email === undefined ? undefined : verified.includes(email),
      username: fields.text("username"),
      firstName: fields.text("first_name"),
      lastName: fields.text("last_name"),
      metadata: fields.object("public_metadata"),
      privateMetadata: fields.object("private_metadata"),
      blocked: fields.flag("banned"),
      createdAt: fields.date("created_at"),
      lastSignInAt: fields.date("last_sign_in_at"),
      passwordHash: readHash(fields),
    };
  },
} as const satisfies ImportFormat;

function addresses(fields: Fields, name: string): string[] {
  return (fields.text(name) ?? "").split(/[|,;\s]+/).filter((address) => address !== "");
}

function readHash(fields: Fields): ImportHash | undefined {
  const digest = fields.text("password_digest");
  const hasher = fields.text("password_hasher") ?? "";
  if (digest === undefined) return undefined;
  if (hasher === "scrypt_firebase") return fields.hash(readFirebaseDigest(digest));
  return fields.hash(/^(md5|sha256)$/.test(hasher) ? readFastDigest({ algorithm: hasher, digest }) : readPasswordHash(digest));
}

/** `hash$salt$signer key$salt separator$rounds$memory cost`. clerk.com/docs/reference/backend-api, password_hasher */
function readFirebaseDigest(digest: string) {
  const [passwordHash = "", salt = "", signerKey = "", saltSeparator = "", rounds, memoryCost] = digest.split("$");
  const project = { signerKey, saltSeparator, rounds: Number(rounds), memoryCost: Number(memoryCost) };
  return readFirebaseHash(project, { passwordHash, salt });
}
