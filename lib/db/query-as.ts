import { EVERY_SCOPE } from "@/lib/kernel/api-scopes";
import { AppError } from "@/lib/kernel/errors";
import { query } from "./query";
import { type Credential, ownerOfCredential } from "./resolve";
import { OPEN } from "./suspended";
import { noteTokenUse } from "./token-use";
import { VALID } from "./valid-credential";

/**
 * The table `caller` of a statement with so many values of its own: one row, or none when the credential is not valid or does
 * not cover what is asked. A client may do what its site's backend has to.
 */
const CALLER = {
  api_token: (own: number) =>
    `(SELECT account_id, site_id, scopes FROM api_tokens WHERE ${VALID.api_token(own)} AND scopes && ARRAY['${EVERY_SCOPE}', $${own + 2}::text]) caller`,
  client: (own: number) => `(SELECT account_id, id AS site_id, ARRAY[]::text[] AS scopes FROM sites WHERE ${VALID.client(own)}) caller`,
} as const satisfies Record<Credential["kind"], (own: number) => string>;

const ofCaller = (site: string) => `t.account_id = caller.account_id AND (caller.site_id IS NULL OR t.site_id = caller.site_id)
  AND EXISTS (SELECT 1 FROM sites live WHERE live.account_id = t.account_id AND live.id = t.site_id AND ${site})`;

/** True for a row `t` with `account_id` and `site_id` that the caller reaches: of the whole account, or of one site; and whose site is not deleted. */
export const OF_CALLER = ofCaller("live.deleted_at IS NULL");

/** The same where the site is not suspended either. */
export const OF_CALLER_AT_OPEN_SITE = ofCaller(OPEN("live"));

/**
 * Runs one prepared statement in the name of a credential: looking the credential up and doing the work are one round trip.
 * Only when that gives no row, the credential is looked up by itself, to tell nothing from nobody.
 *
 * SECURITY: the statement joins `caller`, its `account_id` and, for a client, its `site_id`, as whom it works for. Without a
 * valid credential `caller` is empty, so nothing is read and nothing is written.
 *
 * @param text the statement around `caller`, which stands in its FROM
 * @throws AppError `unauthorized`, `missing_scope`
 */
export async function queryAs<Row extends object>(
  credential: Credential,
  name: string,
  text: (caller: string) => string,
  values: unknown[],
): Promise<Row[]> {
  const shown = credential.kind === "api_token" ? [credential.tokenHash, credential.needs] : [credential.secretHash, credential.clientId];
  const rows = await query<Row>("system", `${name}-${credential.kind}`, text(CALLER[credential.kind](values.length)), [
    ...values,
    ...shown,
  ]);
  if (rows.length === 0 && !(await ownerOfCredential(credential))) throw new AppError("unauthorized");
  if (credential.kind === "api_token") noteTokenUse(credential.tokenHash);
  return rows;
}
