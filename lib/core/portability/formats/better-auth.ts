import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportFormat } from "./format";

/** Its own scrypt: the salt and the key, both in hexadecimal. */
const OWN_HASH = /^[\da-f]{32}:[\da-f]{128}$/;

/**
 * better-auth's rows of `user`, each with its password from `account`: joined, or with a list of accounts inside. A row of
 * `account` alone gives its password to the user who was imported before. better-auth.com/docs/concepts/database
 */
export const betterAuth = {
  id: "better-auth",
  title: "better-auth",
  recognises: ({ names, records }) =>
    records.some(({ password }) => typeof password === "string" && OWN_HASH.test(password)) ||
    (names.has("emailVerified") && ["password", "providerId", "accounts"].some((name) => names.has(name))) ||
    ["providerId", "accountId", "userId"].every((name) => names.has(name)),
  readUser(fields) {
    const accounts = fields.objects("accounts");
    const account = accounts.find(({ providerId }) => providerId === "credential");
    const password = (account ? fields.inside(account) : fields).text("password");
    const email = fields.text("email");
    const providers = [fields.text("providerId"), ...accounts.map(({ providerId }) => providerId)].filter((id) => id !== undefined);
    if (email !== undefined && providers.length > 0) fields.keep("providers", providers);
    if (email === undefined && password === undefined) fields.refuse("Row is an account without a password");
    fields.value("accountId");
    const id = fields.text("id");
    const banned = fields.flag("banned");
    const banExpires = fields.date("banExpires");
    return {
      // In a row of `account`, and in a join of both tables, the user's id has this name.
      externalId: fields.text("userId") ?? id,
      email,
      emailVerified: fields.flag("emailVerified"),
      username: fields.text("username"),
      name: fields.text("name"),
      blocked: banned && (banExpires === undefined || banExpires > new Date()),
      createdAt: fields.date("createdAt"),
      passwordHash: password === undefined ? undefined : fields.hash(readPasswordHash(password)),
    };
  },
} as const satisfies ImportFormat;
