import { FAILING_FROM, type MailFailure } from "@/lib/kernel/mail-failures";
import { query } from "./query";
import { type AccountScope, type SiteScope, siteOf } from "./scope";

/**
 * Whose mails those of a scope are, as a table and a condition on its row: a site's, or those to the operators of an account.
 *
 * The two are read with what they are of, and a failure costs one statement.
 */
const ownerOf = (scope: AccountScope | SiteScope) =>
  siteOf(scope) === null
    ? { table: "accounts", row: "id = $1", values: [scope.accountId] }
    : { table: "sites", row: "account_id = $1 AND id = $2", values: [scope.accountId, siteOf(scope)] };

/**
 * Counts a try to send a mail that failed; once mails count as failing, those within ten seconds as one.
 *
 * The row is read by each sign-in, and while anybody reads an old state of the database, as a backup does, each version of it that was
 * written since is read past: after the 20,000 failures of an outage that took ten times as long.
 */
export async function noteMailFailure(scope: AccountScope | SiteScope, failure: MailFailure): Promise<void> {
  const { table, row, values } = ownerOf(scope);
  await query(
    scope,
    `note-mail-failure-${table}`,
    `UPDATE ${table} SET mail_failures = mail_failures + 1, mail_failing_since = coalesce(mail_failing_since, now()),
       mail_failed_at = now(), mail_failed_for = $${values.length + 1} WHERE ${row}
       AND (mail_failures < ${FAILING_FROM} OR mail_failed_at < now() - interval '10 seconds')`,
    [...values, failure],
  );
}

/** A mail went out: what failed before it is over. */
export async function forgetMailFailures(scope: AccountScope | SiteScope): Promise<void> {
  const { table, row, values } = ownerOf(scope);
  await query(
    scope,
    `forget-mail-failures-${table}`,
    `UPDATE ${table} SET mail_failures = 0, mail_failing_since = NULL, mail_failed_at = NULL, mail_failed_for = NULL
     WHERE ${row} AND mail_failures > 0`,
    values,
  );
}
