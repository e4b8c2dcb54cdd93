import { AppError } from "@/lib/kernel/errors";
import { query } from "./query";
import { type Credential, ownerOfCredential } from "./resolve";
import { noteTokenUse } from "./token-use";
import { VALID } from "./valid-credential";

/** The table `caller` of a statement with so many values of its own: one row, or none when the credential is not valid. */
const CALLER = {
  api_token: (own: number) => `(SELECT account_id, NULL::bigint AS site_id FROM api_tokens WHERE ${VALID.api_token(own)}) caller`,
  client: (own: number) => `(SELECT account_id, id AS site_id FROM sites WHERE ${VALID.client(own)}) caller`,
} as const satisfies Record<Credential["kind"], (own: number) => string>;

/** True for a row `t` with `account_id` and `site_id` that is the caller's: one of the account's, or of the one site's for a client. */
export const OF_CALLER = "t.account_id = caller.account_id AND (caller.site_id IS NULL OR t.site_id = caller.site_id)";

/**
 * Runs one prepared statement in the name of a credential: looking the credential up and doing the work are one round trip.
 * Only when that gives no row, the credential is looked up by itself, to tell nothing from nobody.
 *
 * SECURITY: the statement joins `caller`, its `account_id` and, for a client, its `site_id`, as whom it works for. Without a
 * valid credential `caller` is empty, so nothing is read and nothing is written.
 *
 * @param text the statement around `caller`, which stands in its FROM
 * @throws AppError `unauthorized`
 */
export async function queryAs<Row extends object>(
  credential: Credential,
  name: string,
  text: (caller: string) => string,
  values: unknown[],
): Promise<Row[]> {
  const shown = credential.kind === "api_token" ? [credential.tokenHash] : [credential.secretHash, credential.clientId];
  const rows = await query<Row>(`${name}-${credential.kind}`, text(CALLER[credential.kind](values.length)), [...values, ...shown]);
  if (rows.length === 0 && !(await ownerOfCredential(credential))) throw new AppError("unauthorized");
  if (credential.kind === "api_token") noteTokenUse(credential.tokenHash);
  return rows;
}
