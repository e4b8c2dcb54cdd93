import { describe, expect, test } from "vitest";
import { queueMail } from "@/lib/jobs/queue-mail";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeToken, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { newUser } from "@/lib/testing/seen";
import { everyRow, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

type User = Awaited<ReturnType<typeof makeUser>>;

/** A user of `makeUser` on the wire. */
const seen = ({ id, siteId, email }: User) => ({ ...newUser, id: Number(id), site_id: Number(siteId), email, name: "Jane" });

const at = (method: string, { apiToken }: Tenant, id: unknown, json?: object) =>
  answer(call(method, `/api/site_users/${id}`, { token: apiToken, ...(json ? { json } : {}) }));
const exchange = ({ apiToken }: Tenant, token: string) => answer(call("POST", `/api/site_user_sessions/${token}`, { token: apiToken }));
const signIn = ({ site }: Tenant, email: string, password: string) =>
  call("POST", `/${site.slug}/login`, { form: { email, password } }).then(({ status }) => status);

/** How many jobs wait for a customer's site. */
async function jobs({ site }: Tenant): Promise<number> {
  const rows = await sql("SELECT 1 FROM graphile_worker._private_jobs WHERE payload->'scope'->>'site_id' = $1", [String(site.id)]);
  return rows.length;
}

/** Ids of no user of the account: unknown, too large to exist, and another account's. */
async function strangers(): Promise<unknown[]> {
  const other = await makeUser(await makeTenant());
  return [other.id, other.siteId, 1, "9007199254740991", "9007199254740992", "9007199254740993", "9".repeat(20), "9".repeat(5_000)];
}

/** What cannot be an id. */
const NO_ID = [
  "0",
  "-1",
  "01",
  "1.5",
  "1e9",
  "+1",
  "x",
  "null",
  "Infinity",
  "NaN",
  "%20",
  "1%20",
  "0x10",
  "1_000",
  "%D9%A1",
  "*",
  "1;1",
  "1,2",
  "[1]",
];
const noId = badRequest("ID must be a positive integer");

describe("GET /api/site_users/:id", () => {
  describe("200", () => {
    test("the user whole, and no digest", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      expect(await at("GET", tenant, user.id)).toEqual({ status: 200, body: { site_user: seen(user) } });
    });

    test("whether the address is proved, and when the user last signed in", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      await sql("UPDATE site_users SET email_verified_at = now(), last_sign_in_at = '2024-01-02T03:04:05.678Z' WHERE id = $1", [user.id]);
      expect(await at("GET", tenant, user.id)).toEqual({
        status: 200,
        body: { site_user: { ...seen(user), email_verified: true, last_sign_in_at: "2024-01-02T03:04:05Z" } },
      });
    });
  });

  describe("400", () => {
    test("what cannot be an id", async () => {
      const tenant = await makeTenant();
      await expectRefusals(
        NO_ID.map((id) => [id, noId] as const),
        (id) => at("GET", tenant, id),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const user = await makeUser(await makeTenant());
      expect(await answer(call("GET", `/api/site_users/${user.id}`))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer", async () => {
      const tenant = await makeTenant();
      const ids = await strangers();
      await expectRefusals(
        ids.map((id) => [id, notFound] as const),
        (id) => at("GET", tenant, id),
      );
    });
  });
});

describe.each(["PATCH", "PUT"])("%s /api/site_users/:id", (method) => {
  const change = (tenant: Tenant, id: unknown, site_user: object) => at(method, tenant, id, { site_user });
  const isProved = (user: User) => sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);

  describe("200", () => {
    test("changes what is named and nothing else", async () => {
      const tenant = await makeTenant();
      const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
      expect(await change(tenant, user.id, { name: "Joe" })).toEqual({ status: 200, body: { site_user: { ...seen(user), name: "Joe" } } });
      const moved = { ...seen(user), name: "Joe", email: "joe@example.com" };
      expect(await change(tenant, user.id, { email: " joe@Example.com " })).toEqual({ status: 200, body: { site_user: moved } });
      expect(await change(tenant, user.id, { password: "another password" })).toEqual({ status: 200, body: { site_user: moved } });
      expect(await change(tenant, user.id, {})).toEqual({ status: 200, body: { site_user: moved } });
      expect(await at("GET", tenant, user.id)).toEqual({ status: 200, body: { site_user: moved } });
      expect(await change(tenant, user.id, { name: null })).toEqual({ status: 200, body: { site_user: { ...moved, name: null } } });
      expect(await at("GET", tenant, neighbour.id)).toEqual({ status: 200, body: { site_user: seen(neighbour) } });
      expect(await signIn(tenant, neighbour.email, PASSWORD)).toBe(303);
    });

    test("a new password replaces the old one and ends every open callback token", async () => {
      const tenant = await makeTenant();
      const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
      const [token, kept] = [await makeToken(tenant, user), await makeToken(tenant, neighbour)];
      await change(tenant, user.id, { password: "another password" });
      expect([await signIn(tenant, user.email, PASSWORD), await signIn(tenant, user.email, "another password")]).toEqual([401, 303]);
      expect(await exchange(tenant, token)).toEqual(invalid("Token has expired"));
      expect((await exchange(tenant, kept)).status).toBe(200);
    });

    test("a new address is unproved and ends every open callback token", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const token = await makeToken(tenant, user);
      await isProved(user);
      expect((await change(tenant, user.id, { email: "new@example.com" })).body).toMatchObject({ site_user: { email_verified: false } });
      expect(await exchange(tenant, token)).toEqual(invalid("Token has expired"));
      expect([await signIn(tenant, user.email, PASSWORD), await signIn(tenant, "new@example.com", PASSWORD)]).toEqual([401, 303]);
    });

    test("the same address in another spelling stays proved, and its tokens stay open", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const token = await makeToken(tenant, user);
      await isProved(user);
      const email = user.email.replace("jane", "JANE");
      expect((await change(tenant, user.id, { email, name: "New" })).body).toMatchObject({
        site_user: { email, email_verified: true, name: "New" },
      });
      expect((await exchange(tenant, token)).status).toBe(200);
    });

    test("a user may be sent back as it was read: what we write is ignored, nobody is proved by it", async () => {
      const tenant = await makeTenant();
      const other = await addSite(tenant);
      const user = await makeUser(tenant);
      const sent = {
        ...seen(user),
        id: 1,
        site_id: Number(other.site.id),
        email_verified: true,
        created_at: "2001-01-01T00:00:00Z",
        updated_at: null,
      };
      const { created_at, ...rest } = { ...sent, last_sign_in_at: "2001-01-01T00:00:00Z" };
      expect(await change(tenant, user.id, { ...rest, created_at })).toEqual({ status: 200, body: { site_user: seen(user) } });
    });
  });

  describe("400", () => {
    test("what cannot be an id, what is no JSON, what has no wrapper", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const wrapper = badRequest('The body must have an object "site_user"');
      await expectRefusals(
        NO_ID.map((id) => [id, noId] as const),
        (id) => change(tenant, id, { name: "New" }),
      );
      await expectRefusals(
        [
          ["", badJson],
          ["{", badJson],
          ["[]", badRequest("The body must be a JSON object")],
          ["{}", wrapper],
          ['{"site_user":null}', wrapper],
          ['{"site_user":"x"}', wrapper],
          ['{"name":"New"}', wrapper],
          ['{"site_user":{"name":"A","name":"B"}}', badRequest("The body names a field twice")],
        ],
        (body) =>
          answer(
            call(method, `/api/site_users/${user.id}`, { token: tenant.apiToken, body, headers: { "content-type": "application/json" } }),
          ),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const user = await makeUser(await makeTenant());
      const sent = () => answer(call(method, `/api/site_users/${user.id}`, { json: { site_user: { name: "New" } } }));
      expect(await changingNothing(sent)).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer, whatever else is wrong", async () => {
      const tenant = await makeTenant();
      const ids = await strangers();
      for (const site_user of [{ name: "Taken over" }, { password: "taken over" }, { email: "x", password: "short" }]) {
        await expectRefusals(
          ids.map((id) => [id, notFound] as const),
          (id) => change(tenant, id, site_user),
        );
      }
    });
  });

  describe("413", () => {
    test("a body over 64 kB", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      expect(await changingNothing(() => change(tenant, user.id, { name: "a".repeat(64 * 1024) }))).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("one wrong field, and no other is written either", async () => {
      const tenant = await makeTenant();
      const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
      await makeToken(tenant, user);
      const cases: [object, string][] = [
        [{ email: null }, "Email can't be blank"],
        [{ email: "" }, "Email can't be blank"],
        [{ email: "jane" }, "Email is invalid"],
        [{ email: { contains: "@" } }, "Email must be a text"],
        [{ email: neighbour.email }, "Email has already been taken"],
        [{ email: neighbour.email.toUpperCase() }, "Email has already been taken"],
        [{ password: null }, "Password can't be blank"],
        [{ password: "" }, "Password can't be blank"],
        [{ password: "short" }, "Password is too short"],
        [{ password: 12345678 }, "Password must be a text"],
        [{ password: { set: "12345678" } }, "Password must be a text"],
        [{ password: "12345678\0" }, "Password contains characters that are not allowed"],
        [{ name: "a".repeat(201) }, "Name is too long"],
        [{ name: "Jane\0" }, "Name contains characters that are not allowed"],
        [{ name: ["Jane"] }, "Name must be a text"],
        [{ account_id: 1 }, "Account ID is not a known field"],
        [{ password_sealed: "x" }, "Password sealed is not a known field"],
        [{ email_verified_at: "2024-01-01T00:00:00Z" }, "Email verified at is not a known field"],
      ];
      await expectRefusals(
        cases.map(([site_user, message]) => [site_user, invalid(message)] as const),
        (site_user) => change(tenant, user.id, { name: "Half", ...site_user }),
      );
    });

    test("everything that is wrong is said at once", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const sent = () => change(tenant, user.id, { email: "", password: "short", name: 1 });
      expect(await changingNothing(sent)).toEqual(invalid("Email can't be blank", "Password is too short", "Name must be a text"));
    });

    test("a key beside the wrapper: a user does not move to another site", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      const json = { site_id: Number((await addSite(tenant)).site.id), site_user: { name: "New" } };
      expect(await changingNothing(() => at(method, tenant, user.id, json))).toEqual(invalid("Site ID is not a known field"));
    });
  });
});

describe("DELETE /api/site_users/:id", () => {
  describe("200", () => {
    test("takes every trace of the user along, and leaves its neighbours", async () => {
      const tenant = await makeTenant();
      const [user, neighbour] = [await makeUser(tenant), await makeUser(tenant)];
      const [token, kept] = [await makeToken(tenant, user), await makeToken(tenant, neighbour)];
      await sql(
        "INSERT INTO mails (id, account_id, site_id, delivery_key, recipient, subject, text, html, links) VALUES ($1, $2, $3, $4, $5, '', '', '', '{}')",
        [user.id, tenant.account.scope.accountId, tenant.site.id, `mail-${user.id}`, user.email],
      );
      const mail = { subject: "s", text: "t", html: "h", links: [], code: null };
      for (const { id, email } of [user, neighbour]) {
        await answer(call("POST", `/api/site_users/${id}/send_reset`, { token: tenant.apiToken }));
        await queueMail(tenant.context.db, { ...mail, to: email });
      }
      expect(await jobs(tenant)).toBe(4);
      expect(await at("DELETE", tenant, user.id)).toEqual({ status: 200, body: { message: "Site user deleted" } });
      expect(await jobs(tenant)).toBe(2);
      expect(await at("GET", tenant, user.id)).toEqual(notFound);
      expect(await at("DELETE", tenant, user.id)).toEqual(notFound);
      expect(await exchange(tenant, token)).toEqual(notFound);
      expect((await exchange(tenant, kept)).status).toBe(200);
      const left = Object.entries(await everyRow()).filter(([, rows]) =>
        rows.some((row) => row.includes(String(user.id)) || row.includes(user.email)),
      );
      // By their id, so that no backup brings them back.
      expect(left.map(([table]) => table)).toEqual(["public.deletions"]);
    });

    test("a later user with the same address begins from nothing", async () => {
      const tenant = await makeTenant();
      const user = await makeUser(tenant);
      await sql("UPDATE site_users SET email_verified_at = now(), last_sign_in_at = now() WHERE id = $1", [user.id]);
      await at("DELETE", tenant, user.id);
      const json = { site_id: Number(tenant.site.id), site_user: { email: user.email } };
      const created = await answer(call("POST", "/api/site_users", { token: tenant.apiToken, json }));
      expect(created).toEqual({ status: 201, body: { site_user: { ...seen(user), id: expect.any(Number), name: null } } });
      expect(created.body).not.toMatchObject({ site_user: { id: Number(user.id) } });
      expect(await signIn(tenant, user.email, PASSWORD)).toBe(401);
    });
  });

  describe("400", () => {
    test("what cannot be an id", async () => {
      const tenant = await makeTenant();
      await expectRefusals(
        NO_ID.map((id) => [id, noId] as const),
        (id) => at("DELETE", tenant, id),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const user = await makeUser(await makeTenant());
      expect(await changingNothing(() => answer(call("DELETE", `/api/site_users/${user.id}`)))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer, and stay as they are", async () => {
      const tenant = await makeTenant();
      const ids = await strangers();
      await expectRefusals(
        ids.map((id) => [id, notFound] as const),
        (id) => at("DELETE", tenant, id),
      );
    });
  });
});
