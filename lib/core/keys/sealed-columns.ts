import type { SealedPlace } from "@/lib/db/sealed-values";
import { endpointKeyContext } from "../endpoints/endpoint";
import { providerSecretContext } from "../identity-providers/identity-provider";
import { operatorTotpContext } from "../operators/factor-contexts";
import { siteUserPassword } from "../passwords/hash-password";
import { optionsContext } from "../portability/imports/import-options";
import { signingKeyContext } from "../sessions/signing-keys";
import { totpContext } from "../sign-in/factors/totp/secret";
import { clientSecretContext } from "../sites/site";
import { webhookSecretContext } from "../webhooks/webhook-endpoint";

/** A column of sealed values that stay, and what one of them is sealed to, by the key of its row as text. */
export type SealedColumn = SealedPlace & { context(...key: string[]): string };

const byId = { id: "bigint" } as const;
const inAccount = (id: "id" | "site_user_id") => ({ account_id: "bigint", [id]: "bigint" }) as const;

/** Every sealed value that is kept for longer than a few days. A test holds this list and the next against the schema. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: "operators", column: "password_sealed", key: byId, context: (id) => `operators.password:${id}` },
  { table: "sites", column: "client_secret_sealed", key: byId, context: (id) => clientSecretContext(BigInt(id)) },
  { table: "sites", column: "signup_endpoint_key_sealed", key: byId, context: (id) => endpointKeyContext("signup", BigInt(id)) },
  { table: "sites", column: "sign_in_endpoint_key_sealed", key: byId, context: (id) => endpointKeyContext("sign_in", BigInt(id)) },
  {
    table: "site_users",
    column: "password_sealed",
    key: inAccount("id"),
    context: (accountId, id) => siteUserPassword({ accountId: BigInt(accountId) }, BigInt(id)),
    // That a password was imported is known by the hash of what is kept of it.
    alongside: "password_import = CASE WHEN t.password_import = sha256(v.old) THEN sha256(v.fresh) ELSE t.password_import END",
  },
  { table: "signing_keys", column: "private_sealed", key: { kid: "text" }, context: signingKeyContext },
  { table: "identity_providers", column: "client_secret_sealed", key: byId, context: (id) => providerSecretContext(BigInt(id)) },
  {
    table: "totp_secrets",
    column: "secret_sealed",
    key: inAccount("site_user_id"),
    context: (accountId, id) => totpContext({ accountId: BigInt(accountId) }, BigInt(id)),
  },
  {
    table: "operator_totp_secrets",
    column: "secret_sealed",
    key: { operator_id: "bigint" },
    context: (id) => operatorTotpContext(BigInt(id)),
  },
  { table: "webhook_endpoints", column: "secret_sealed", key: byId, context: (id) => webhookSecretContext(BigInt(id)) },
  { table: "webhook_endpoints", column: "previous_secret_sealed", key: byId, context: (id) => webhookSecretContext(BigInt(id)) },
  { table: "imports", column: "options_sealed", key: byId, context: (id) => optionsContext(BigInt(id)) },
];

/**
 * The others: all of them are gone after a day, and some are compared byte by byte until then. They stay under the key that they
 * were sealed with, which therefore stays in the ring.
 */
export const PASSING_COLUMNS: readonly SealedPlace[] = [
  { table: "second_factor_steps", column: "password_sealed", key: byId },
  { table: "second_factor_steps", column: "secret_sealed", key: byId },
  { table: "authorization_requests", column: "checks_sealed", key: byId },
  { table: "idempotency_keys", column: "request_hash", key: { account_id: "bigint", key_hash: "bytea" } },
  { table: "idempotency_keys", column: "response_sealed", key: { account_id: "bigint", key_hash: "bytea" } },
  { table: "stored_file_chunks", column: "sealed", key: { account_id: "bigint", site_id: "bigint", file_id: "bigint", n: "integer" } },
];
