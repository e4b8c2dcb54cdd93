import { readFirebaseHash } from "@/lib/core/passwords/read-firebase-hash";
import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportHash } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat, ReadOptions } from "./format";

/** `$f_scrypt$<hash>$<salt>$m=<memory cost>$r=<rounds>$s=<salt separator>`; the signer key is told beside it. */
const FIREBASE = /^\$f_scrypt\$([^$]+)\$([^$]+)\$m=(\d{1,2})\$r=(\d{1,4})\$s=(.*)$/;

/**
 * SuperTokens' users in the schema of its bulk import. The primary way to sign in gives the address, the one by password
 * the password. supertokens.com/docs/migration/account-migration
 */
export const supertokens = {
  id: "supertokens",
  title: "SuperTokens",
  recognises: ({ names }) => names.has("loginMethods"),
  readUser(fields, options) {
    const methods = fields.objects("loginMethods");
    const byPassword = methods.find(({ recipeId }) => recipeId === "emailpassword");
    const first = methods.find(({ isPrimary }) => isPrimary === true) ?? byPassword ?? methods.find(({ email }) => email);
    const main = fields.inside(first ?? {});
    const password = byPassword === first ? main : fields.inside(byPassword ?? {});
    for (const name of ["recipeId", "isPrimary", "hashingAlgorithm"]) main.value(name);
    const user = {
      externalId: fields.text("externalUserId"),
      email: main.text("email"),
      emailVerified: main.flag("isVerified"),
      privateMetadata: fields.object("userMetadata"),
      createdAt: main.date("timeJoinedInMSSinceEpoch"),
      password: password.exactText("plainTextPassword"),
      passwordHash: readHash(password, options),
    };
    fields.keep("login_method", main.left());
    const others = methods.filter((method) => method !== first);
    if (others.length > 0) fields.keep("other_login_methods", others);
    return user;
  },
} as const satisfies ImportFormat;

function readHash(method: Fields, { firebaseProject }: ReadOptions): ImportHash | undefined {
  const text = method.text("passwordHash");
  if (text === undefined) return undefined;
  const [, passwordHash = "", salt = "", memoryCost, rounds, saltSeparator = ""] = FIREBASE.exec(text) ?? [];
  if (!memoryCost) return method.hash(readPasswordHash(text));
  if (!firebaseProject) return method.hash({ refused: "needs the signer key of the Firebase project" });
  const project = { ...firebaseProject, saltSeparator, rounds: Number(rounds), memoryCost: Number(memoryCost) };
  return method.hash(readFirebaseHash(project, { passwordHash, salt }));
}
