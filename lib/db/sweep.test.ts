import { expect, test } from "vitest";
import { deleteSite } from "@/lib/core/sites/delete-site";
import { restoreSite } from "@/lib/core/sites/restore-site";
import { newId } from "@/lib/kernel/ids";
import { makeSession, makeTenant, makeToken, makeUser, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { sweepRows, tendDeletions } from "./system-db";

/** The ids of a table's rows, in the order in which they were made. */
const idsOf = async (table: string) => (await sql<{ id: string }>(`SELECT id FROM ${table} ORDER BY created_at`)).map(({ id }) => id);

test("records of what is over go after ninety days, mails after thirty; what is younger stays, and so does what is old and goes on", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  for (let count = 0; count < 4; count++) {
    await makeToken(tenant, user);
    await makeSession(tenant, user);
    const mail = { id: newId(), deliveryKey: unique("mail"), recipient: user.email, subject: "s", text: "t", html: "h", links: [] };
    await tenant.context.db.mail.create({ data: mail });
  }
  const [tokens, sessions, mails] = [await idsOf("callback_tokens"), await idsOf("sessions"), await idsOf("mails")];
  const made = (table: string, id: string | undefined, days: number, ends: string) =>
    sql(`UPDATE ${table} SET created_at = now() - make_interval(days => $2) ${ends} WHERE id = $1`, [id, days]);
  await made("callback_tokens", tokens[0], 91, ", expires_at = now() - interval '91 days'");
  await made("callback_tokens", tokens[1], 89, ", expires_at = now() - interval '89 days'");
  // Ended, expired, and renewed ever since.
  await made("sessions", sessions[0], 200, ", ended_at = now() - interval '91 days'");
  await made("sessions", sessions[1], 200, ", expires_at = now() - interval '91 days'");
  await made("sessions", sessions[2], 200, "");
  await made("mails", mails[0], 31, "");
  await made("mails", mails[1], 29, "");
  await sweepRows();
  const left = [await idsOf("callback_tokens"), await idsOf("sessions"), await idsOf("mails")].map((ids) => ids.toSorted());
  expect(left).toEqual([tokens.slice(1), sessions.slice(2), mails.slice(1)].map((ids) => ids.toSorted()));
});

test("a job that failed for good is forgotten after thirty days: it may hold a mail", async () => {
  const names = ["failed-long-ago", "failed-lately", "waits"];
  for (const name of names) await sql("SELECT graphile_worker.add_job($1, max_attempts => 1)", [name]);
  const set = (name: string, change: string) =>
    sql(
      `UPDATE graphile_worker._private_jobs j SET ${change} FROM graphile_worker._private_tasks t WHERE t.id = j.task_id AND t.identifier = $1`,
      [name],
    );
  await set("failed-long-ago", "attempts = 1, run_at = now() - interval '31 days', updated_at = now() - interval '31 days'");
  await set("failed-lately", "attempts = 1, run_at = now() - interval '31 days', updated_at = now() - interval '29 days'");
  await set("waits", "run_at = now() - interval '31 days', updated_at = now() - interval '31 days'");
  await sweepRows();
  const left = await sql(
    "SELECT t.identifier FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ANY($1) ORDER BY 1",
    [names],
  );
  expect(left).toEqual([{ identifier: "failed-lately" }, { identifier: "waits" }]);
});

test("users who are due at deleted sites, however many, hold up no deletion at another one; they go when theirs is back", async () => {
  const [gone, live] = [await makeTenant(), await makeTenant()];
  const { account, context, site } = gone;
  await sql(
    `INSERT INTO site_users (account_id, site_id, id, email, email_canonical, blocked_at, deletion_due_at)
     SELECT $1, $2, $3::bigint + n, n || '@example.com', n || '@example.com', now(), now() - interval '2 days' FROM generate_series(1, 1001) n`,
    [context.scope.accountId, context.scope.siteId, newId()],
  );
  const due = await makeUser(live);
  await sql("UPDATE site_users SET blocked_at = now(), deletion_due_at = now() - interval '1 day' WHERE id = $1", [due.id]);
  await deleteSite(account, { id: site.id });
  await tendDeletions();
  await runJobs();
  const left = () => sql("SELECT DISTINCT site_id FROM site_users WHERE deletion_due_at IS NOT NULL");
  expect(await left()).toEqual([{ site_id: String(site.id) }]);
  await restoreSite(account, { id: site.id });
  await tendDeletions();
  const queued = "SELECT count(*)::int FROM graphile_worker.jobs WHERE task_identifier = 'purge-site-user'";
  expect(await sql(queued)).toEqual([{ count: 1_000 }]);
});
