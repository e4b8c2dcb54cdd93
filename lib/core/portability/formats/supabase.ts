import { readPasswordHash } from "@/lib/core/passwords/read-password-hash";
import type { ImportFormat } from "./format";

/** Supabase's users: the rows of its table `auth.users`. github.com/supabase/auth, migrations */
export const supabase = {
  id: "supabase",
  title: "Supabase",
  recognises: ({ names }) => names.has("encrypted_password") && (names.has("raw_user_meta_data") || names.has("email_confirmed_at")),
  readUser(fields) {
    const metadata = fields.object("raw_user_meta_data");
    const hash = fields.text("encrypted_password");
    const bannedUntil = fields.date("banned_until");
    if (fields.date("deleted_at")) fields.refuse("User was deleted there");
    const isVerified = fields.date("email_confirmed_at") !== undefined;
    for (const name of ["instance_id", "confirmed_at"]) fields.value(name);
    return {
      externalId: fields.text("id"),
      email: fields.text("email"),
      emailVerified: isVerified,
      name: firstText(metadata?.full_name, metadata?.name),
      metadata,
      privateMetadata: fields.object("raw_app_meta_data"),
      blocked: bannedUntil && bannedUntil > new Date(),
      createdAt: fields.date("created_at"),
      lastSignInAt: fields.date("last_sign_in_at"),
      passwordHash: hash === undefined ? undefined : fields.hash(readPasswordHash(hash)),
    };
  },
} as const satisfies ImportFormat;

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value.trim() !== "");
}
