import { describe, expect, test } from "vitest";
import { tendDeletions } from "@/lib/db/system-db";
import { call } from "@/lib/testing/call-route";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeSession, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { ownAccount, proofGetsOld } from "@/lib/testing/own-account";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, sql } from "@/lib/testing/sql";

async function closed() {
  const own = await ownAccount({ dialects: { fastgen: { enabled: true } } } as object);
  const dialect = await makeSession(own.tenant, own.user);
  const answer = await own.browser.post(`${own.base}/account/delete`, {});
  return { ...own, dialect, answer };
}

const due = ({ id }: { id: bigint }) => sql("UPDATE site_users SET deletion_due_at = now() WHERE id = $1", [id]);

describe("deleting one's own account", () => {
  test("closes it at once, on every page and wire, and says so in a mail", async () => {
    const { tenant, user, base, browser, signIn, answer } = await closed();
    expect(answer).toMatchObject({ status: 303, location: `${base}/login?done=deleted` });
    expect((await browser.open(`${base}/login?done=deleted`)).html).toContain("will be deleted in seven days");
    expect((await browser.open(`${base}/account`)).status).toBe(303);
    expect((await signIn()).status).toBe(401);
    const sessions = await sql("SELECT 1 FROM sessions WHERE site_user_id = $1 AND ended_at IS NULL", [user.id]);
    expect(sessions).toEqual([]);
    const formFields = [
      { id: "email", value: user.email },
      { id: "password", value: PASSWORD },
    ];
    const wire = await call("POST", `${base}/auth/signin`, { json: { formFields }, headers: { rid: "emailpassword" } });
    expect(await wire.json()).toEqual({ status: "WRONG_CREDENTIALS_ERROR" });
    const [mail] = await mailsTo(tenant, user.email);
    expect(mail?.subject).toBe("Your account at Acme will be deleted");
  });

  test("wants a proof that is new", async () => {
    const { user, base, browser } = await ownAccount();
    await proofGetsOld(user);
    for (const answer of [await browser.open(`${base}/account/delete`), await browser.post(`${base}/account/delete`, {})]) {
      expect(answer).toMatchObject({ status: 303, location: `${base}/account/confirm?to=account%2Fdelete` });
    }
    expect(await sql("SELECT 1 FROM site_users WHERE id = $1 AND blocked_at IS NULL", [user.id])).toHaveLength(1);
  });

  test("can be called off by the customer for seven days", async () => {
    const { tenant, user, signIn } = await closed();
    const path = `/api/site_users/${user.id}`;
    const before = await (await call("GET", path, { token: tenant.apiToken })).json();
    expect(before.site_user).toMatchObject({ blocked: true, deletion_due_at: expect.any(String) });
    expect(Date.parse(before.site_user.deletion_due_at) - Date.now()).toBeGreaterThan(6.99 * 86_400_000);
    const after = await (await call("POST", `${path}/unblock`, { token: tenant.apiToken })).json();
    expect(after.site_user).toMatchObject({ blocked: false, deletion_due_at: null });
    await tendDeletions();
    await runJobs();
    expect((await signIn()).status).toBe(303);
  });

  test("leaves no trace after seven days: not of the address, not of one that they had before, not of the id", async () => {
    const own = await ownAccount();
    const next = `${unique("next")}@example.com`;
    await own.browser.post(`${own.base}/account/email`, { act: "ask", email: next });
    const { code } = await newestMail(own.tenant, next);
    await own.browser.post(`${own.base}/account/email`, { act: "confirm", code: code ?? "" });
    await mailsTo(own.tenant, own.user.email);
    await own.browser.post(`${own.base}/account/delete`, {});
    await mailsTo(own.tenant, next);
    await tendDeletions();
    await runJobs();
    expect(await sql("SELECT 1 FROM site_users WHERE id = $1", [own.user.id])).toHaveLength(1);
    await due(own.user);
    await tendDeletions();
    await runJobs();
    // Who was deleted is remembered by their id, so that no backup brings them back.
    const { "public.deletions": _, ...tables } = await everyRow();
    const rows = JSON.stringify(tables);
    for (const trace of [own.user.email, next, own.user.uuid, String(own.user.id)]) expect(rows).not.toContain(trace);
  });
});
