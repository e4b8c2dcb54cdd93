import { expect, test } from "vitest";
import type { SealedPlace } from "@/lib/db/sealed-values";
import { sql } from "@/lib/testing/sql";
import { PASSING_COLUMNS, SEALED_COLUMNS } from "./sealed-columns";

/** Bytes that nobody has sealed, and whose name does not say so: what is public, what was drawn at random, a hash of a hash. */
const OTHER_BYTES = [
  "attempts.key",
  "callback_tokens.code_challenge",
  "import_keys.key",
  "operator_attempts.key",
  "operator_passkeys.credential_id",
  "operator_passkeys.public_key",
  "operator_passkeys.user_handle",
  "passkeys.credential_id",
  "passkeys.public_key",
  "passkeys.user_handle",
  "site_logos.bytes",
  "site_users.password_import",
];

/** Columns of bytes that are in none of the lists, and those of the lists that are not there. A name that ends in `_hash`, `_mac` or `sha256` says enough. */
async function unlisted(places: readonly SealedPlace[]): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1`,
  );
  const listed = new Set(places.map(({ table, column }) => `${table}.${column}`));
  const known = new Set([...listed, ...OTHER_BYTES]);
  const there = new Set(rows.map(({ name }) => name));
  return [
    ...[...there].filter((name) => !known.has(name) && !/(_hash|_mac|sha256)$/.test(name)),
    ...[...known].filter((name) => !there.has(name)),
  ];
}

test("every column of sealed values is known to those who rotate keys", async () => {
  const all = [...SEALED_COLUMNS, ...PASSING_COLUMNS];
  expect(await unlisted(all)).toEqual([]);
  expect(await unlisted(all.filter(({ table }) => table !== "totp_secrets"))).toEqual(["totp_secrets.secret_sealed"]);
  expect(await unlisted([...all, { table: "sites", column: "gone_sealed", key: {} }])).toEqual(["sites.gone_sealed"]);
});
