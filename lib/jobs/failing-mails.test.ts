import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failingOperatorMails } from "@/lib/core/mails/failing-mails";
import { jobLoad, mailTroubles } from "@/lib/db/load";
import type { AccountContext, SiteContext, WholeAccountContext } from "@/lib/db/resolve";
import { env, setEnv } from "@/lib/kernel/env";
import { FAILING_FROM } from "@/lib/kernel/mail-failures";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { asked } from "@/lib/testing/statements";
import { queueMail } from "./queue-mail";

/** What the server says to each recipient: it takes the mail, it wants it later, or never. */
const TAKEN = 250;
const LATER = 451;
const NEVER = 550;
let says: number;
let came: string[];
let smtp: SMTPServer;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, _, done) {
      came.push(address);
      done(says === TAKEN ? null : Object.assign(new Error(`<${address}> is not welcome`), { responseCode: says }));
    },
    onData: (stream, _, done) => void stream.resume().on("end", () => done()),
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  setEnv({ ...env(), SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` });
});
afterAll(() => new Promise<void>((closed) => smtp.close(() => closed())));
beforeEach(async () => {
  says = TAKEN;
  came = [];
  await sql("DELETE FROM graphile_worker._private_jobs");
  for (const table of ["sites", "accounts"]) await sql(`UPDATE ${table} SET mail_failures = 0`);
});

/** Queues mails of a site, or to operators of an account, and has the server say so to each. */
async function mailed(owner: AccountContext | SiteContext, status: number, howMany = 1): Promise<void> {
  says = status;
  const mail = { subject: "Hello", text: "Hello", html: "<p>Hello</p>", links: [], code: null };
  for (let n = 0; n < howMany; n++) await queueMail(owner.db, { ...mail, to: `${unique("jane")}@example.com` });
  await runJobs().catch(() => undefined);
}

const failingOf = async ({ apiToken, site }: Tenant) => (await answer(call("GET", `/api/sites/${site.id}`, { token: apiToken }))).body;

test.each([
  [LATER, "failed"],
  [NEVER, "refused"],
])(
  "five tries in a row that end with %i are told with the site, and with the installation, until a mail goes out",
  async (status, reason) => {
    const tenant = await makeTenant();
    const other = await addSite(tenant);
    await mailed(tenant.context, status, FAILING_FROM - 1);
    expect(await failingOf(tenant)).toMatchObject({ site: { failing_mails: null } });
    expect(await mailTroubles()).toEqual([]);
    const before = Date.now();
    await mailed(tenant.context, status);
    const { site } = (await failingOf(tenant)) as { site: { failing_mails: { since: string; last_at: string } } };
    const failing = { reason, tries: FAILING_FROM, since: expect.any(String), last_at: expect.any(String) };
    expect(site.failing_mails).toEqual(failing);
    const { since, last_at: lastAt } = site.failing_mails;
    expect([Date.parse(since) <= before, Date.parse(lastAt) >= before - 1_000]).toEqual([true, true]);
    expect(await mailTroubles()).toEqual([{ reason, sites: 1, accounts: 0, since: expect.any(Date) }]);
    expect(await failingOf(other)).toMatchObject({ site: { failing_mails: null } });
    const { body } = await answer(call("GET", `/api/sites?slug=${tenant.site.slug}`, { token: tenant.apiToken }));
    expect(body).toMatchObject({ sites: [{ failing_mails: failing }] });
    // What was read may be sent back, and changes nothing.
    expect((await call("PATCH", `/api/sites/${tenant.site.id}`, { token: tenant.apiToken, json: { site } })).status).toBe(200);
    expect(await failingOf(tenant)).toMatchObject({ site: { failing_mails: failing } });
    expect(came).toHaveLength(FAILING_FROM);
    const kept = JSON.stringify([
      await sql("SELECT to_jsonb(s) AS row FROM sites s"),
      await sql("SELECT to_jsonb(a) AS row FROM accounts a"),
    ]);
    for (const address of came) expect(kept).not.toContain(address);
    await mailed(tenant.context, TAKEN);
    expect(await failingOf(tenant)).toMatchObject({ site: { failing_mails: null } });
    expect(await mailTroubles()).toEqual([]);
  },
);

test("a mail that goes out in between begins the count anew", async () => {
  const tenant = await makeTenant();
  for (const status of [NEVER, TAKEN, NEVER]) await mailed(tenant.context, status, FAILING_FROM - 1);
  expect(await failingOf(tenant)).toMatchObject({ site: { failing_mails: null } });
});

test("an outage of thousands of mails writes the row of a site, which each sign-in reads, at most once in ten seconds", async () => {
  const tenant = await makeTenant();
  const read = "SELECT mail_failures AS tries, xmin::text AS version, mail_failed_for AS reason FROM sites WHERE id = $1";
  const row = () => sql<{ tries: number; version: string; reason: string }>(read, [tenant.site.id]);
  await mailed(tenant.context, LATER, FAILING_FROM);
  const before = await row();
  await mailed(tenant.context, NEVER, 3);
  expect(await row()).toEqual(before);
  expect(before).toMatchObject([{ tries: FAILING_FROM, reason: "failed" }]);
  await sql("UPDATE sites SET mail_failed_at = now() - interval '11 seconds'");
  await mailed(tenant.context, NEVER, 3);
  expect(await row()).toMatchObject([{ tries: FAILING_FROM + 1, reason: "refused" }]);
});

test("those to operators are their account's, and no site's", async () => {
  const [tenant, stranger] = [await makeTenant(), await makeTenant()];
  await mailed(tenant.account, NEVER, FAILING_FROM);
  const failing = { reason: "refused", tries: FAILING_FROM, since: expect.any(Date), lastAt: expect.any(Date) };
  const told = ({ account }: Tenant) => failingOperatorMails(account as WholeAccountContext);
  expect(await told(tenant)).toEqual(failing);
  expect(await told(stranger)).toBeNull();
  expect(await failingOf(tenant)).toMatchObject({ site: { failing_mails: null } });
  expect(await mailTroubles()).toEqual([{ reason: "refused", sites: 0, accounts: 1, since: expect.any(Date) }]);
  await mailed(tenant.account, TAKEN);
  expect(await told(tenant)).toBeNull();
});

test("while all is well a mail asks the database for its site and nothing else; after a failure once for more", async () => {
  const { context } = await makeTenant();
  const statements = async (status: number) => (await asked(() => mailed(context, status))).statements;
  const [queued, found] = ["SELECT 1", "site-by-id"];
  expect(await statements(TAKEN)).toEqual([queued, found]);
  expect(await statements(NEVER)).toEqual([queued, found, "note-mail-failure-sites"]);
  expect(await statements(TAKEN)).toEqual([queued, found, "forget-mail-failures-sites"]);
  expect(await statements(TAKEN)).toEqual([queued, found]);
});

test.each([
  ["is suspended", "UPDATE sites SET suspended_at = now()"],
  ["is deleted", "UPDATE sites SET deleted_at = now()"],
  ["was not mailed from for a day", "UPDATE sites SET mail_failed_at = now() - interval '25 hours'"],
])("a site that %s is no trouble of the installation's", async (_, change) => {
  const { context, site } = await makeTenant();
  await mailed(context, NEVER, FAILING_FROM);
  expect(await mailTroubles()).toHaveLength(1);
  await sql(`${change} WHERE id = $1`, [site.id]);
  expect(await mailTroubles()).toEqual([]);
});

test("a mail that failed 25 times is tried no more and counted, and others go out", async () => {
  const { context } = await makeTenant();
  await mailed(context, LATER);
  await sql("UPDATE graphile_worker._private_jobs SET attempts = 24, run_at = now()");
  await runJobs().catch(() => undefined);
  const [poison] = came;
  await sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await mailed(context, TAKEN);
  expect(came.filter((address) => address === poison)).toHaveLength(2);
  expect(came).toHaveLength(3);
  expect(await jobLoad()).toEqual({ waiting: 0, running: 0, failed: 1 });
});

test("a mail that went out, or was refused for good, is not sent again because that could not be noted", async () => {
  const tenant = await makeTenant();
  await mailed(tenant.context, LATER);
  await sql("DELETE FROM graphile_worker._private_jobs");
  await sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not now''; END'");
  await sql("CREATE TRIGGER refuse BEFORE UPDATE OF mail_failures ON sites FOR EACH ROW EXECUTE FUNCTION refuse()");
  try {
    for (const status of [TAKEN, NEVER]) {
      await mailed(tenant.context, status);
      expect({ status, left: await sql("SELECT 1 FROM graphile_worker._private_jobs") }).toEqual({ status, left: [] });
    }
    expect(came).toHaveLength(3);
  } finally {
    await sql("DROP FUNCTION refuse CASCADE");
  }
});
