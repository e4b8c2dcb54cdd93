import { describe, expect, test, vi } from "vitest";
import { type Answer, answerOnce } from "@/lib/core/idempotency/answer-once";
import { sha256 } from "@/lib/kernel/secrets";
import { call } from "@/lib/testing/call-route";
import { addSite, basic, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { badRequest, conflict, invalid, unauthorized } from "@/lib/testing/refusals";
import { everyRow, rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";

type Said = { status: number; replayed: string | null; body: unknown };

async function say(
  path: string,
  tenant: Tenant | { apiToken: string },
  key: string,
  json?: object,
  headers: Record<string, string> = {},
): Promise<Said> {
  const response = await call("POST", path, {
    token: tenant.apiToken,
    ...(json ? { json } : {}),
    headers: { "idempotency-key": key, ...headers },
  });
  return { status: response.status, replayed: response.headers.get("idempotency-replayed"), body: await response.json() };
}
const REUSED = { ...invalid("This Idempotency-Key was used for another request"), replayed: null };

describe("a POST with an Idempotency-Key", () => {
  test("is done once, and answered the same again, with the secret that is shown once", async () => {
    const tenant = await makeTenant();
    const json = { site: { name: "Once" } };
    const first = await say("/api/sites", tenant, "k1", json);
    expect(first).toMatchObject({ status: 201, replayed: null, body: { site: { client_secret: expect.stringMatching(/^pst_/) } } });
    const again = await changingNothing(() => say("/api/sites", tenant, "k1", json));
    expect(again).toEqual({ ...first, replayed: "true" });
    const secret = (first.body as { site: { client_secret: string } }).site.client_secret;
    expect(JSON.stringify(await everyRow())).not.toContain(secret);
  });

  test("is refused with another body, address or query, and does nothing", async () => {
    const tenant = await makeTenant();
    await say("/api/sites", tenant, "k1", { site: { name: "Once" } });
    await changingNothing(async () => {
      expect(await say("/api/sites", tenant, "k1", { site: { name: "Twice" } })).toEqual(REUSED);
      const site_user = { email: "jane@example.com" };
      expect(await say("/api/site_users", tenant, "k1", { site_id: Number(tenant.site.id), site_user })).toEqual(REUSED);
    });
  });

  test("sent sixteen times at once has one effect and one answer; who comes too early is told to wait", async () => {
    const tenant = await makeTenant();
    const email = `${unique("jane")}@example.com`;
    const json = { site_id: Number(tenant.site.id), site_user: { email, password: "correct horse" } };
    const answers = await Promise.all(Array.from({ length: 16 }, () => say("/api/site_users", tenant, "race", json)));
    const [created] = answers.filter(({ status }) => status === 201);
    expect([...new Set(answers.map(({ status }) => status))].toSorted()).toEqual(expect.arrayContaining([201]));
    for (const { status, body } of answers)
      expect([201, created?.body, 409]).toEqual(expect.arrayContaining(status === 201 ? [201, body] : [status]));
    expect(await rowsOf(`site_users WHERE email = '${email}'`)).toBe(1);
    expect(await say("/api/site_users", tenant, "race", json)).toEqual({ status: 201, replayed: "true", body: created?.body });
  });

  test("that was refused may be mended under the same key", async () => {
    const tenant = await makeTenant();
    const user = (email: string) => ({ site_id: Number(tenant.site.id), site_user: { email } });
    expect((await say("/api/site_users", tenant, "k1", user("nonsense"))).status).toBe(422);
    expect((await say("/api/site_users", tenant, "k1", user("jane@example.com"))).status).toBe(201);
  });

  test("whose first try is under way gets 409; one that never ended gives its key back after a minute, a kept one after a day", async () => {
    const tenant = await makeTenant();
    const json = { site: { name: "Once" } };
    await say("/api/sites", tenant, "k1", json);
    const set = (text: string) => sql(`UPDATE idempotency_keys SET ${text} WHERE account_id = $1`, [tenant.account.scope.accountId]);
    await set("status = NULL");
    expect(await say("/api/sites", tenant, "k1", json)).toEqual({
      ...conflict("The first request with this Idempotency-Key is still under way"),
      replayed: null,
    });
    await set("created_at = now() - interval '61 seconds'");
    expect(await say("/api/sites", tenant, "k1", json)).toMatchObject({ status: 201, replayed: null });
    await set("created_at = now() - interval '25 hours'");
    expect(await say("/api/sites", tenant, "k1", { site: { name: "Other" } })).toMatchObject({ status: 201, replayed: null });
  });

  test("that lost its key, because it stood still for a minute, neither answers for who has it now nor gives it back", async () => {
    const { account } = await makeTenant();
    const ask = (asked: string, work: () => Promise<Answer>) =>
      answerOnce(account, { credentialHash: sha256("x"), key: "k1", asked, keptForS: 60 }, work);
    const lose = () =>
      sql("UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE account_id = $1", [account.scope.accountId]);
    const answerOf = (text: string) => ({ status: 200, text });
    for (const ends of [async () => answerOf("of the first"), async () => Promise.reject(new Error("failed"))]) {
      let second: Promise<Answer> | undefined;
      let finish = (_: Answer) => {};
      const first = ask("one", async () => {
        await lose();
        await new Promise<void>((taken) => {
          second = ask("two", () => {
            taken();
            return new Promise((resolve) => {
              finish = resolve;
            });
          });
        });
        return ends();
      });
      await first.catch(() => undefined);
      await expect(ask("two", async () => answerOf("done twice"))).rejects.toMatchObject({ code: "conflict" });
      finish(answerOf("of the second"));
      await second;
      expect(await ask("two", async () => answerOf("done twice"))).toEqual({ ...answerOf("of the second"), replayed: true });
      await sql("DELETE FROM idempotency_keys WHERE account_id = $1", [account.scope.accountId]);
    }
  });

  test("keeps its key however long it takes", async () => {
    const { account } = await makeTenant();
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const done = await answerOnce(account, { credentialHash: sha256("x"), key: "k1", asked: "one", keptForS: 60 }, async () => {
        await sql("UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE account_id = $1", [
          account.scope.accountId,
        ]);
        vi.advanceTimersByTime(20_000);
        const held = () =>
          rowsOf(`idempotency_keys WHERE account_id = ${account.scope.accountId} AND created_at > now() - interval '9 seconds'`);
        await vi.waitFor(async () => expect(await held()).toBe(1));
        return { status: 200, text: "done" };
      });
      expect(done).toEqual({ status: 200, text: "done" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("leaves no hash that a password in it could be guessed with", async () => {
    const tenant = await makeTenant();
    const json = { site_id: Number(tenant.site.id), site_user: { email: "jane@example.com", password: "correct horse" } };
    await say("/api/site_users", tenant, "k1", json);
    const plain = Buffer.from(sha256(`/api/site_users\0${JSON.stringify(json)}`));
    const [row] = await sql<{ request_hash: Buffer }>("SELECT request_hash FROM idempotency_keys WHERE account_id = $1", [
      tenant.account.scope.accountId,
    ]);
    expect(row?.request_hash.includes(plain)).toBe(false);
  });

  test("belongs to who said it: another token of the account and another account have keys of their own", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    await sql("UPDATE api_tokens SET account_id = $1 WHERE token_hash = $2", [tenant.account.scope.accountId, sha256(other.apiToken)]);
    const json = { site: { name: "Once" } };
    const first = await say("/api/sites", tenant, "k1", json);
    expect(await say("/api/sites", other, "k1", json)).toMatchObject({ status: 201, replayed: null });
    expect(await say("/api/sites", await makeTenant(), "k1", json)).toMatchObject({ status: 201, replayed: null });
    expect(await say("/api/sites", tenant, "k1", json)).toEqual({ ...first, replayed: "true" });
  });

  test("an exchange can be asked for again, by its own credential only, and none without one", async () => {
    const tenant = await makeTenant();
    const token = await makeToken(tenant, await makeUser(tenant));
    const path = `/api/site_user_sessions/${token}`;
    const exchange = async (headers: Record<string, string>) => {
      const response = await call("POST", path, { headers: { "idempotency-key": "k1", ...headers } });
      return { status: response.status, body: (await response.json()) as { site_user?: object } };
    };
    const first = await exchange(basic(tenant));
    expect(first).toMatchObject({ status: 200, body: { site_user: { email: expect.any(String) } } });
    expect(await exchange(basic(tenant))).toEqual(first);
    await sql("UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE account_id = $1", [
      tenant.account.scope.accountId,
    ]);
    expect(await exchange(basic(tenant))).toEqual(invalid("Token has already been used"));
    expect(await exchange(basic(await addSite(tenant)))).toMatchObject({ status: 404 });
    expect(await exchange({})).toEqual(unauthorized);
    await sql("UPDATE sites SET client_secret_hash = $2 WHERE id = $1", [tenant.site.id, sha256("another")]);
    expect(await exchange(basic(tenant))).toEqual(unauthorized);
  });

  test("that told of a user who was deleted is forgotten with them", async () => {
    const tenant = await makeTenant();
    const json = { site_id: Number(tenant.site.id), site_user: { email: "jane@example.com", name: "Jane" } };
    const { site_user } = (await say("/api/site_users", tenant, "k1", json)).body as { site_user: { id: number } };
    await say("/api/sites", tenant, "k2", { site: { name: "Once" } });
    await call("DELETE", `/api/site_users/${site_user.id}`, { token: tenant.apiToken });
    expect(await rowsOf(`idempotency_keys WHERE account_id = ${tenant.account.scope.accountId}`)).toBe(1);
    expect(await say("/api/sites", tenant, "k2", { site: { name: "Once" } })).toMatchObject({ replayed: "true" });
  });

  test("what is no key is refused", async () => {
    const tenant = await makeTenant();
    await changingNothing(async () => {
      for (const key of ["", " ", "a b", "ü", "x".repeat(256)])
        expect(await say("/api/sites", tenant, key, { site: { name: "Once" } })).toEqual({
          ...badRequest("Idempotency-Key must be 1 to 255 printable characters"),
          replayed: null,
        });
    });
  });
});
