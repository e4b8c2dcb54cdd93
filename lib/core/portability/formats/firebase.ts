import { z } from "zod";
import { type FirebaseProject, readFirebaseHash } from "@/lib/core/passwords/read-firebase-hash";
import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportHash } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat } from "./format";

/** The block that the Firebase console shows, as JSON. */
const hashConfig = z
  .object({
    base64_signer_key: z.string().min(1),
    base64_salt_separator: z.string(),
    rounds: z.coerce.number().int(),
    mem_cost: z.coerce.number().int(),
  })
  .transform(
    (config): FirebaseProject => ({
      signerKey: config.base64_signer_key,
      saltSeparator: config.base64_salt_separator,
      rounds: config.rounds,
      memoryCost: config.mem_cost,
    }),
  );

/**
 * Firebase Authentication's users as `firebase auth:export` writes them. The hashes need the project's parameters, given
 * with the file or as a `hash_config` in front of its users. firebase.google.com/docs/cli/auth
 */
export const firebase = {
  id: "firebase",
  title: "Firebase Authentication",
  recognises: ({ names }) => names.has("localId"),
  readUser(fields, options, beside) {
    fields.value("passwordUpdatedAt");
    return {
      externalId: fields.text("localId"),
      email: fields.text("email"),
      emailVerified: fields.flag("emailVerified"),
      name: fields.text("displayName"),
      blocked: fields.flag("disabled"),
      createdAt: fields.date("createdAt"),
      lastSignInAt: fields.date("lastSignedInAt") ?? fields.date("lastLoginAt"),
      privateMetadata: fields.object("customAttributes"),
      passwordHash: readHash(fields, options.firebaseProject ?? hashConfig.safeParse(beside.get("hash_config")).data),
    };
  },
} as const satisfies ImportFormat;

function readHash(fields: Fields, project: FirebaseProject | undefined): ImportHash | undefined {
  const passwordHash = fields.text("passwordHash");
  const salt = fields.text("salt");
  if (passwordHash === undefined) return undefined;
  // An account that was imported into Firebase and has not signed in there since keeps its old hash, in base64 once more.
  const foreign = readPasswordHash(Buffer.from(passwordHash, "base64").toString());
  if ("kept" in foreign) return fields.hash(foreign);
  return fields.hash(project ? readFirebaseHash(project, { passwordHash, salt: salt ?? "" }) : { refused: NEEDS_PROJECT });
}

const NEEDS_PROJECT = "needs the project's hash parameters: signer key, salt separator, rounds and memory cost";
