import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sweepRows, tendWebhooks } from "@/lib/db/system-db";
import { env } from "@/lib/kernel/env";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback, answering, type Received, startHook } from "@/lib/testing/hook";
import { addSite, makeSession, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { addedEndpoint, ask, deliveriesOf, deliveryOf, endpointByApi, happen } from "@/lib/testing/webhook-wire";
import { EVENT_TYPES, type EventType, WEBHOOK_TYPES } from "../audit/event-types";
import { eraseSiteUser } from "../site-users/erase-site-user";
import { retryWaitS } from "./retry-waits";
import { sendWebhooks } from "./send-webhooks";

type Told = { readonly type: string; readonly data: { readonly site_user?: Record<string, unknown> } };
type Hook = Awaited<ReturnType<typeof startHook>>;

let hook: Hook;
beforeEach(async () => {
  allowLoopback();
  hook = await startHook(answering(200, { taken: true }));
});
afterEach(() => hook.stop());

const at = ({ port }: Hook) => ({ url: `http://localhost:${port}/webhooks` });

/** A customer whose endpoint is the hook. */
async function tenantWithHook(more: object = {}) {
  const tenant = await makeTenant();
  return { tenant, endpoint: await addedEndpoint(tenant, { ...at(hook), ...more }) };
}

/** Has everything run that waits to be tried again. */
async function passTime() {
  await sql("UPDATE webhook_deliveries SET next_attempt_at = now() WHERE state = 'pending'");
  await sql("UPDATE graphile_worker._private_jobs SET run_at = now()");
  await runJobs();
}

const shownEndpoint = async (tenant: Tenant, id: unknown) =>
  ((await endpointByApi(tenant, id)).body as { webhook_endpoint: Record<string, unknown> }).webhook_endpoint;
const onlyDelivery = async (tenant: Tenant) => deliveryOf(tenant, (await deliveriesOf(tenant))[0]?.id);

describe("an event", () => {
  test("arrives once, signed, with the user as the API shows them", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    const user = await makeUser(tenant);
    await sql(
      "UPDATE site_users SET metadata = $2, locale = 'de', deletion_due_at = now(), blocked_at = now(), email_verified_at = now() WHERE id = $1",
      [user.id, { plan: "pro", ä: [1, null] }],
    );
    const eventId = await happen(tenant.context.db, "site_user.created", user.id);
    await runJobs();
    const { body: shown } = await answer(call("GET", `/api/site_users/${user.id}`, { token: tenant.apiToken }));
    expect(hook.received).toHaveLength(1);
    const { method, path, headers, body } = hook.received[0] as Received;
    expect([method, path, headers["content-type"], headers["webhook-id"]]).toEqual([
      "POST",
      "/webhooks",
      "application/json",
      `evt_${eventId}`,
    ]);
    expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toEqual({
      type: "site_user.created",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      data: { site_id: Number(tenant.site.id), ...(shown as object) },
    });
    expect(await onlyDelivery(tenant)).toMatchObject({
      state: "delivered",
      webhook_id: `evt_${eventId}`,
      body,
      next_attempt_at: null,
      attempts: [{ status: 200, problem: null, answer: '{"taken":true}' }],
    });
    await passTime();
    expect(hook.received).toHaveLength(1);
  });

  test("goes to the endpoints of its site that want it and are on, and to no other; nor does what is no site's, or not for webhooks", async () => {
    const { tenant } = await tenantWithHook({ event_types: ["site_user.deleted"] });
    await addedEndpoint(tenant, { ...at(hook), enabled: false });
    const wanting = await addedEndpoint(tenant, { ...at(hook), event_types: ["site_user.created", "site_user.deleted"] });
    await addedEndpoint(await addSite(tenant), at(hook));
    const stranger = await makeTenant();
    await addedEndpoint(stranger, at(hook));
    await happen(tenant.context.db, "site_user.created", (await makeUser(tenant)).id);
    await runJobs();
    expect(await deliveriesOf(tenant)).toMatchObject([{ webhook_endpoint_id: wanting.id }]);
    expect(hook.received).toHaveLength(1);
    await happen(tenant.account.db, "site_user.created");
    await happen(tenant.context.db, "site.updated");
    expect(await deliveriesOf(tenant)).toHaveLength(1);
  });

  test("of every type that is for webhooks arrives, once, signed, with whom it tells of", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    const user = await makeUser(tenant);
    for (const type of Object.keys(EVENT_TYPES) as EventType[]) await happen(tenant.context.db, type, user.id);
    await runJobs();
    const told = hook.received.map(
      ({ body, headers }) => new Webhook(endpoint.secret).verify(body, headers as Record<string, string>) as Told,
    );
    expect(told.map(({ type }) => type).toSorted()).toEqual(WEBHOOK_TYPES.toSorted());
    const { body: shown } = await answer(call("GET", `/api/site_users/${user.id}`, { token: tenant.apiToken }));
    const site_id = Number(tenant.site.id);
    const ids = { site_user: { id: Number(user.id), site_id } };
    for (const { type, data } of told)
      expect([type, data]).toEqual([type, { site_id, ...(type === "site_user.deleted" ? ids : (shown as object)) }]);
  });

  test("is told by whatever makes it happen, however that is written down", async () => {
    const { tenant } = await tenantWithHook();
    const send = (method: string, path: string, json?: object) =>
      answer(call(method, path, { token: tenant.apiToken, ...(json && { json }) }));
    const given = { site_id: Number(tenant.site.id), site_user: { email: "jane@example.com" } };
    const { body } = await send("POST", "/api/site_users", given);
    const { id } = (body as { site_user: { id: number } }).site_user;
    await makeSession(tenant, { id: BigInt(id) });
    await send("PATCH", `/api/site_users/${id}`, { site_user: { name: "Jane" } });
    for (const action of ["mark_verified", "end_sessions", "block", "unblock"]) await send("POST", `/api/site_users/${id}/${action}`);
    await runJobs();
    await send("DELETE", `/api/site_users/${id}`);
    await runJobs();
    const told = hook.received.map(({ body }) => JSON.parse(body) as Told);
    const types = "created signed_in updated email_proved sessions_ended blocked unblocked".split(" ").map((verb) => `site_user.${verb}`);
    expect(
      told
        .slice(0, -1)
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(types.toSorted());
    expect(told.at(-1)).toMatchObject({ type: "site_user.deleted", data: { site_user: { id } } });
    const users = new Map(told.map(({ type, data }) => [type, data.site_user]));
    expect(users.get("site_user.signed_in")).toMatchObject({ last_sign_in_at: expect.any(String), name: null });
    expect(users.get("site_user.updated")).toMatchObject({ name: "Jane", blocked: false });
    expect(users.get("site_user.blocked")).toMatchObject({ blocked: true, email_verified: true });
  });

  test("of a change that is rolled back is none", async () => {
    const { tenant } = await tenantWithHook();
    const undone = () =>
      tenant.context.db.$transaction(async (db) => {
        await happen(db, "session.ended");
        throw new Error("undo");
      });
    await changingNothing(() => expect(undone()).rejects.toThrow("undo"));
  });

  test("that is about nobody tells the site", async () => {
    const { tenant } = await tenantWithHook();
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    const [event] = await sql<{ at: Date }>("SELECT created_at AS at FROM audit_events WHERE site_id = $1 AND webhooks", [tenant.site.id]);
    const timestamp = `${event?.at.toISOString().slice(0, 19)}Z`;
    expect(JSON.parse(hook.received[0]?.body ?? "")).toEqual({
      type: "session.ended",
      timestamp,
      data: { site_id: Number(tenant.site.id) },
    });
  });
});

describe("an attempt that fails", () => {
  const refusals: [name: string, answer: Parameters<typeof answering>, attempt: object][] = [
    ["a fault there", [500, { sorry: true }], { status: 500, problem: null, answer: '{"sorry":true}' }],
    ["a refusal", [404, {}], { status: 404, problem: null, answer: "{}" }],
    ["a redirect, which is not followed", [307, {}], { status: 307, problem: "redirected", answer: null }],
  ];
  test.each(refusals)("%s: is tried again with the same bytes under the same id, and then arrives", async (_, given, attempt) => {
    const { tenant, endpoint } = await tenantWithHook();
    hook.answer = answering(...given);
    await happen(tenant.context.db, "site_user.created", (await makeUser(tenant)).id);
    await runJobs();
    expect(await onlyDelivery(tenant)).toMatchObject({ state: "pending", next_attempt_at: expect.any(String), attempts: [attempt] });
    expect(await shownEndpoint(tenant, endpoint.id)).toMatchObject({ enabled: true, failing_since: expect.any(String) });
    hook.answer = answering(204, {});
    // Nothing has changed but the user: what is sent has not.
    await sql("UPDATE site_users SET name = 'Another' WHERE account_id = $1", [tenant.account.scope.accountId]);
    await passTime();
    const [first, second] = hook.received;
    expect([second?.body, second?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]]);
    expect(await onlyDelivery(tenant)).toMatchObject({ state: "delivered", attempts: [attempt, { status: 204 }] });
    expect(await shownEndpoint(tenant, endpoint.id)).toMatchObject({ failing_since: null });
  });

  test("is tried ten times, and then given up", async () => {
    const { tenant } = await tenantWithHook();
    hook.answer = answering(500, {});
    await happen(tenant.context.db, "session.ended");
    for (let count = 0; count < 11; count++) await passTime();
    expect(hook.received).toHaveLength(10);
    expect(await onlyDelivery(tenant)).toMatchObject({ state: "failed", next_attempt_at: null });
  });

  test("the waits grow from seconds to a day, each a little longer or shorter than the last time", () => {
    const hours = (count: number) => count * 3_600;
    const waits = [5, 300, 1_800, hours(2), hours(5), hours(10), hours(14), hours(20), hours(24)];
    expect(waits.map((_, index) => retryWaitS(index + 1, 0.5))).toEqual(waits);
    expect([retryWaitS(3, 0), retryWaitS(3, 1), retryWaitS(10)]).toEqual([1_620, 1_980, null]);
  });

  test("410 turns the endpoint off, and so do five days without an arrival; turned on again it begins anew", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    const turnOn = () =>
      call("PATCH", `/api/webhook_endpoints/${endpoint.id}`, { token: tenant.apiToken, json: { webhook_endpoint: { enabled: true } } });
    hook.answer = answering(410, {});
    await happen(tenant.context.db, "session.ended");
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    expect(await shownEndpoint(tenant, endpoint.id)).toMatchObject({ enabled: false, disabled_reason: "gone" });
    expect((await deliveriesOf(tenant)).map(({ state }) => state)).toEqual(["failed", "failed"]);
    await happen(tenant.context.db, "session.ended");
    expect(await deliveriesOf(tenant)).toHaveLength(2);
    await turnOn();
    hook.answer = answering(500, {});
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    await sql("UPDATE webhook_endpoints SET failing_since = now() - interval '5 days 1 second' WHERE id = $1", [endpoint.id]);
    await passTime();
    expect(await shownEndpoint(tenant, endpoint.id)).toMatchObject({ enabled: false, disabled_reason: "failing" });
    await turnOn();
    expect(await shownEndpoint(tenant, endpoint.id)).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  });

  test("whoever can mend it is mailed once when an endpoint is turned off by itself: operators who have proved their address", async () => {
    const tenant = await makeTenant({ name: "Acme" });
    const [{ email: owner } = { email: "" }] = await sql<{ email: string }>("SELECT email FROM operators WHERE account_id = $1", [
      tenant.account.scope.accountId,
    ]);
    await sql(
      `INSERT INTO operators (id, account_id, email, email_canonical, name, password_sealed)
       SELECT id + 1, account_id, 'un' || email, 'un' || email, name, password_sealed FROM operators WHERE email = $1`,
      [owner],
    );
    const secretPath = { url: `http://localhost:${hook.port}/webhooks?key=secret` };
    const { id } = await addedEndpoint(tenant, secretPath);
    const working = await addedEndpoint(tenant, { ...at(hook), enabled: false });
    hook.answer = answering(410, {});
    await happen(tenant.context.db, "session.ended");
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    const mails = () =>
      sql<{ recipient: string; subject: string; text: string; links: string[] }>(
        "SELECT recipient, subject, text, links FROM mails WHERE account_id = $1",
        [tenant.account.scope.accountId],
      );
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ recipient: owner, subject: "A webhook endpoint of Acme was turned off" });
    expect(mail?.links).toEqual([`${env().appUrl}/dashboard/sites/${tenant.site.id}/webhooks/${id}`]);
    expect(mail?.text).toContain("(410)");
    expect(mail?.text).not.toContain("secret");
    // Turned off by hand it tells nobody, whatever is answered then.
    await ask(tenant, `webhook_endpoints/${id}/send_test`);
    await call("PATCH", `/api/webhook_endpoints/${working.id}`, { token: tenant.apiToken, json: { webhook_endpoint: { enabled: true } } });
    hook.answer = (response) => {
      void sql("UPDATE webhook_endpoints SET enabled = false WHERE id = $1", [working.id]).then(() =>
        answering(410, {})(response, {} as never),
      );
    };
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    expect(await mails()).toHaveLength(1);
    expect(await shownEndpoint(tenant, working.id)).toMatchObject({ enabled: false, disabled_reason: null });
  });

  test("an answer is kept to 4 kB, whatever is in it", async () => {
    const { tenant } = await tenantWithHook();
    hook.answer = (response) => void response.writeHead(500).end(`\0\ud800<script>${"x".repeat(100_000)}`);
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    const [attempt] = (await onlyDelivery(tenant)).attempts;
    expect(attempt?.answer).toMatch(/^\ufffd+<script>x+$/);
    expect(Buffer.byteLength(attempt?.answer ?? "")).toBeLessThanOrEqual(4_096 + 4);
  });

  test("what cannot be sent for our own sake is told as that, and keeps nobody else waiting", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    await addedEndpoint(tenant, at(hook));
    await sql("UPDATE webhook_endpoints SET secret_sealed = '\\x00' WHERE id = $1", [endpoint.id]);
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    expect(hook.received).toHaveLength(1);
    const parked = (await deliveriesOf(tenant, `&webhook_endpoint_id=${endpoint.id}`))[0];
    expect(await deliveryOf(tenant, parked?.id)).toMatchObject({ state: "pending", attempts: [{ status: null, problem: "internal" }] });
  });

  test("an address that must not be called any more is not", async () => {
    const { tenant } = await tenantWithHook();
    await happen(tenant.context.db, "session.ended");
    allowLoopback(false);
    await runJobs();
    expect([hook.connections.length, (await onlyDelivery(tenant)).attempts]).toMatchObject([0, [{ problem: "address_refused" }]]);
  });
});

describe("an endpoint that hangs", () => {
  test("keeps no other waiting, not even of its own site, and is then left to the places of those that fail", async () => {
    const silent = await startHook(() => undefined);
    const { tenant } = await tenantWithHook();
    const slow = await addedEndpoint(tenant, at(silent));
    const count = 12;
    const all = new Promise<void>((done) => {
      hook.answer = (response) => {
        response.end("{}");
        if (hook.received.length === count) done();
      };
    });
    for (let event = 0; event < count; event++) await happen(tenant.context.db, "session.ended");
    const running = runJobs();
    await all;
    expect(silent.received).toHaveLength(4);
    await silent.stop();
    await running;
    const waiting = `SELECT DISTINCT t.identifier AS task, j.key FROM graphile_worker._private_jobs j
      JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.payload->>'endpointId' = $1`;
    expect(await sql(waiting, [slow.id])).toEqual([{ task: "retry-webhooks", key: `webhooks:${slow.id}:later` }]);
  });

  test("of which one customer has many: two of them hold places for long, the others come back later, and other customers do not wait", async () => {
    const silent = await startHook(() => undefined);
    const { tenant } = await tenantWithHook();
    const slow = [];
    const other = await makeTenant();
    for (let count = 0; count < 3; count++) slow.push(await addedEndpoint(other, at(silent)));
    await happen(other.context.db, "session.ended");
    await happen(tenant.context.db, "session.ended");
    const round = ({ context }: Tenant, id: number) => sendWebhooks(context, BigInt(id), { evenFailing: false });
    const hanging = slow.slice(0, 2).map(({ id }) => round(other, id));
    await vi.waitFor(() => expect(silent.received).toHaveLength(2));
    const { now } = performance;
    performance.now = () => now.call(performance) + 2_001;
    try {
      await round(other, slow[2]?.id ?? 0);
      await runJobs();
    } finally {
      performance.now = now;
    }
    expect([silent.received.length, hook.received.length]).toEqual([2, 1]);
    const waiting = `SELECT t.identifier AS task, j.run_at > now() + interval '3 seconds' AS later FROM graphile_worker._private_jobs j
      JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE j.key = $1`;
    expect(await sql(waiting, [`webhooks:${slow[2]?.id}:later`])).toEqual([{ task: "send-webhooks", later: true }]);
    await silent.stop();
    await Promise.all(hanging);
  });

  test("a delivery whose process was killed is sent a minute later", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    await happen(tenant.context.db, "session.ended");
    await sql("UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed'");
    await sql("UPDATE webhook_endpoints SET sending_until = now() + interval '1 minute'");
    await sql("UPDATE webhook_deliveries SET next_attempt_at = now() - interval '61 seconds' WHERE endpoint_id = $1", [endpoint.id]);
    const tended = async () => {
      await tendWebhooks();
      await runJobs();
      return hook.received.length;
    };
    expect(await tended()).toBe(0);
    await sql("UPDATE webhook_endpoints SET sending_until = now() WHERE id = $1", [endpoint.id]);
    expect(await tended()).toBe(1);
  });

  test("is sent to by one at a time, and what is queued meanwhile is not forgotten", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    const begun = new Promise<() => void>((hold) => {
      hook.answer = (response) => hold(() => response.end("{}"));
    });
    await happen(tenant.context.db, "session.ended");
    const running = sendWebhooks(tenant.context, BigInt(endpoint.id), { evenFailing: false });
    const finish = await begun;
    hook.answer = answering(200, {});
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    expect(hook.received).toHaveLength(1);
    finish();
    await running;
    await runJobs();
    expect(hook.received).toHaveLength(2);
  });
});

test("endpoints are woken in one order however they lie: two events at once would wait for each other otherwise", async () => {
  const { tenant } = await tenantWithHook();
  for (let count = 0; count < 3; count++) await addedEndpoint(tenant, at(hook));
  // Moves the first to the end of the table, as an attempt does that fails.
  await sql("UPDATE webhook_endpoints SET failing_since = NULL WHERE id = (SELECT min(id) FROM webhook_endpoints WHERE site_id = $1)", [
    tenant.site.id,
  ]);
  await happen(tenant.context.db, "session.ended");
  const woken = await sql<{ endpoint: string }>(
    "SELECT payload->>'endpointId' AS endpoint FROM graphile_worker._private_jobs WHERE payload->'scope'->>'site_id' = $1 ORDER BY id",
    [String(tenant.site.id)],
  );
  const ids = woken.map(({ endpoint }) => Number(endpoint));
  expect(ids).toHaveLength(4);
  expect(ids).toEqual(ids.toSorted((one, other) => one - other));
});

test("what is done with is kept for thirty days, what waits and what is newer stays", async () => {
  const { tenant } = await tenantWithHook();
  for (let count = 0; count < 4; count++) await happen(tenant.context.db, "session.ended");
  const ids = (await deliveriesOf(tenant)).map(({ id }) => id);
  const finish = (id: number | undefined, ago: string | null) =>
    sql("UPDATE webhook_deliveries SET state = $3::webhook_delivery_state, finished_at = now() - $2::interval WHERE id = $1", [
      id,
      ago,
      ago === null ? "pending" : "failed",
    ]);
  await finish(ids[0], "30 days 1 second");
  await finish(ids[1], "29 days 23 hours");
  await finish(ids[2], null);
  await sql("UPDATE webhook_deliveries SET created_at = now() - interval '60 days' WHERE site_id = $1", [tenant.site.id]);
  await sweepRows();
  expect((await deliveriesOf(tenant)).map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
});

describe("a user who is deleted", () => {
  const everywhere = async (text: string) =>
    (await sql("SELECT 1 FROM webhook_deliveries d WHERE d::text LIKE '%' || $1 || '%'", [text])).length;

  test("leaves nothing of them in what was sent and what waits; that they are gone is told, by their id alone", async () => {
    const { tenant } = await tenantWithHook();
    const [user, other] = [await makeUser(tenant), await makeUser(tenant)];
    await happen(tenant.context.db, "site_user.created", user.id);
    await happen(tenant.context.db, "site_user.created", other.id);
    await runJobs();
    await happen(tenant.context.db, "site_user.updated", user.id);
    expect(await everywhere(user.email)).toBe(2);
    await eraseSiteUser(tenant.context, user.id);
    expect([await everywhere(user.email), await everywhere(other.email)]).toEqual([0, 1]);
    await happen(tenant.context.db, "site_user.updated", user.id);
    await runJobs();
    const told = hook.received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(told.map(({ type }) => type)).toEqual(["site_user.created", "site_user.created", "site_user.deleted"]);
    expect(told[2]?.data).toEqual({ site_id: Number(tenant.site.id), site_user: { id: Number(user.id), site_id: Number(tenant.site.id) } });
  });

  test("while they are being deleted: an event of theirs waits for it, and is none", async () => {
    const { tenant } = await tenantWithHook();
    const user = await makeUser(tenant);
    let queued: Promise<unknown> = Promise.resolve();
    await tenant.context.db.$transaction(async (db) => {
      await db.siteUser.deleteMany({ where: { id: user.id } });
      queued = happen(tenant.context.db, "site_user.updated", user.id);
      const waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
      while ((await sql(waits)).length === 0);
    });
    await queued;
    expect(await rowsOf(`webhook_deliveries WHERE site_id = ${tenant.site.id}`)).toBe(0);
    expect(await everywhere(user.email)).toBe(0);
  });

  test("while something of theirs is being sent: it is not written down, and not tried again", async () => {
    const { tenant } = await tenantWithHook();
    const user = await makeUser(tenant);
    await happen(tenant.context.db, "site_user.updated", user.id);
    hook.answer = (response) => {
      hook.answer = answering(200, {});
      void eraseSiteUser(tenant.context, user.id).then(() => response.writeHead(500).end(user.email));
    };
    await runJobs();
    await passTime();
    expect(hook.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      "site_user.updated",
      "site_user.deleted",
    ]);
    expect(await everywhere(user.email)).toBe(0);
  });
});

describe("what is sent again", () => {
  test("one: the same bytes under the same id, whether it had arrived or not", async () => {
    const { tenant } = await tenantWithHook();
    await happen(tenant.context.db, "session.ended");
    await runJobs();
    const { id } = (await deliveriesOf(tenant))[0] ?? {};
    expect(await ask(tenant, `webhook_deliveries/${id}/replay`)).toMatchObject({
      status: 202,
      body: { webhook_delivery: { state: "pending" } },
    });
    await runJobs();
    const [first, second] = hook.received;
    expect([hook.received.length, second?.body, second?.headers["webhook-id"]]).toEqual([2, first?.body, first?.headers["webhook-id"]]);
    expect(await onlyDelivery(tenant)).toMatchObject({ state: "delivered", attempts: [{ status: 200 }, { status: 200 }] });
  });

  test("all that has failed since a time, of this endpoint", async () => {
    const { tenant, endpoint } = await tenantWithHook();
    for (let count = 0; count < 3; count++) await happen(tenant.context.db, "session.ended");
    await runJobs();
    await sql("UPDATE webhook_deliveries SET state = 'failed', created_at = now() - interval '1 day' WHERE endpoint_id = $1", [
      endpoint.id,
    ]);
    await sql(
      "UPDATE webhook_deliveries SET created_at = now() - interval '3 days' WHERE id = (SELECT min(id) FROM webhook_deliveries WHERE endpoint_id = $1)",
      [endpoint.id],
    );
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString();
    expect(await ask(tenant, `webhook_endpoints/${endpoint.id}/replay_failed`, { since })).toEqual({ status: 202, body: { replayed: 2 } });
    await runJobs();
    expect(hook.received).toHaveLength(5);
    expect((await deliveriesOf(tenant, "&state=failed")).length).toBe(1);
  });
});

test("two secrets sign while one takes the place of the other, and then the new one alone", async () => {
  const { tenant, endpoint } = await tenantWithHook();
  const { body } = await ask(tenant, `webhook_endpoints/${endpoint.id}/rotate_secret`, {});
  const { secret } = (body as { webhook_endpoint: { secret: string } }).webhook_endpoint;
  const taken = (by: string) => {
    const { body, headers } = hook.received.at(-1) as Received;
    return new Webhook(by).verify(body, headers as Record<string, string>);
  };
  await ask(tenant, `webhook_endpoints/${endpoint.id}/send_test`);
  await runJobs();
  expect([taken(endpoint.secret), taken(secret)]).toMatchObject([{ type: "webhook_endpoint.tested" }, { type: "webhook_endpoint.tested" }]);
  await sql("UPDATE webhook_endpoints SET previous_secret_until = now() WHERE id = $1", [endpoint.id]);
  await ask(tenant, `webhook_endpoints/${endpoint.id}/send_test`);
  await runJobs();
  expect(() => taken(endpoint.secret)).toThrow("No matching signature found");
  expect(taken(secret)).toMatchObject({ data: { webhook_endpoint_id: endpoint.id } });
});

test("an endpoint is sent to for its own site only", async () => {
  const { tenant, endpoint } = await tenantWithHook();
  await happen(tenant.context.db, "session.ended");
  for (const other of [await addSite(tenant), await makeTenant()])
    await changingNothing(() => sendWebhooks(other.context, BigInt(endpoint.id), { evenFailing: true }));
  expect(hook.received).toHaveLength(0);
});
