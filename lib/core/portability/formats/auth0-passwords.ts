import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportFormat } from "./format";
import { isObject } from "./is-object";

/**
 * The password hashes of an Auth0 database, which its support sends as a file of their own: imported after the users, it
 * gives them their passwords.
 *
 * support.auth0.com/center/s/article/How-to-Use-the-Password-Hashes-Export-from-Auth0
 */
export const auth0Passwords = {
  id: "auth0-passwords",
  title: "Auth0 password hashes",
  recognises: ({ names, records }) => names.has("passwordHash") && records.some(({ _id }) => isObject(_id) && Object.hasOwn(_id, "$oid")),
  readUser(fields) {
    const id = fields.text("alt_id") ?? fields.object("_id")?.$oid;
    const identifier = fields.objects("identifiers").find(({ type }) => type === "email");
    const hash = fields.text("passwordHash");
    for (const name of ["_id", "_tmp_is_unique", "tenant", "connection", "password_set_date", "version"]) fields.value(name);
    return {
      externalId: typeof id === "string" ? `auth0|${id}` : fields.refuse("ID is missing"),
      email: fields.text("email") ?? (typeof identifier?.value === "string" ? identifier.value : undefined),
      emailVerified: fields.flag("email_verified") ?? (typeof identifier?.verified === "boolean" ? identifier.verified : undefined),
      passwordHash: hash === undefined ? fields.refuse("Password hash is missing") : fields.hash(readPasswordHash(hash)),
    };
  },
} as const satisfies ImportFormat;
