import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { rowsOf } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const send = ({ apiToken, site }: Tenant, operations: unknown, site_id: unknown = Number(site.id)) =>
  answer(call("POST", "/api/site_users/batch", { token: apiToken, json: { site_id, operations } }));
const refused = ({ status, body }: { status: number; body: object }) => ({ status, ...body });

describe("POST /api/site_users/batch", () => {
  describe("200", () => {
    test("does each operation by itself, in order, and says what became of each", async () => {
      const tenant = await makeTenant();
      const [jane, gone] = [await makeUser(tenant), await makeUser(tenant)];
      const elsewhere = await makeUser(await addSite(tenant));
      const stranger = await makeUser(await makeTenant());
      const operations = [
        { action: "create", site_user: { email: "new@example.com", password: PASSWORD, metadata: { n: 1 } } },
        { action: "create", site_user: { email: "new@example.com" } },
        { action: "create", site_user: { email: "nonsense", password: "short" } },
        { action: "update", id: Number(jane.id), site_user: { name: "Jane Doe" } },
        { action: "update", id: Number(jane.id), site_user: { email: "NEW@example.com" } },
        { action: "delete", id: Number(gone.id) },
        { action: "delete", id: Number(gone.id) },
        { action: "update", id: Number(elsewhere.id), site_user: { name: "x" } },
        { action: "delete", id: Number(stranger.id) },
        { action: "create", site_user: { email: "last@example.com" } },
      ];
      expect(await send(tenant, operations)).toEqual({
        status: 200,
        body: {
          results: [
            { status: 201, id: expect.any(Number) },
            refused(invalid("Email has already been taken")),
            refused(invalid("Email is invalid", "Password is too short")),
            { status: 200, id: Number(jane.id) },
            refused(invalid("Email has already been taken")),
            { status: 200, id: Number(gone.id) },
            refused(notFound),
            refused(notFound),
            refused(notFound),
            { status: 201, id: expect.any(Number) },
          ],
        },
      });
      expect(await rowsOf(`site_users WHERE email = 'new@example.com' AND metadata = '{"n":1}' AND site_id = ${tenant.site.id}`)).toBe(1);
      expect(await rowsOf(`site_users WHERE id = ${jane.id} AND name = 'Jane Doe'`)).toBe(1);
      for (const { id } of [elsewhere, stranger]) expect(await rowsOf(`site_users WHERE id = ${id} AND name = 'Jane'`)).toBe(1);
      const form = { email: "new@example.com", password: PASSWORD };
      expect((await call("POST", `/${tenant.site.slug}/login`, { form })).status).toBe(303);
    });

    test("a thousand at once", async () => {
      const tenant = await makeTenant();
      const operations = Array.from({ length: 1_000 }, (_, n) => ({ action: "create", site_user: { email: `u${n}@example.com` } }));
      const { status, body } = await send(tenant, operations);
      const { results } = body as { results: { status: number }[] };
      expect([status, results.length, results.every((result) => result.status === 201)]).toEqual([200, 1_000, true]);
      expect(await rowsOf(`site_users WHERE site_id = ${tenant.site.id}`)).toBe(1_000);
    });
  });

  describe("400", () => {
    test("what is no JSON object", async () => {
      const { apiToken } = await makeTenant();
      await expectRefusals(
        [
          ["", badJson],
          ["{", badJson],
          ["[]", badRequest("The body must be a JSON object")],
          // As many values as the body has room for.
          [`{"site_id":1,"operations":[${"0,".repeat(500_000)}0]}`, expect.objectContaining({ status: 422 })],
        ],
        (body) => answer(call("POST", "/api/site_users/batch", { token: apiToken, body, headers: { "content-type": "application/json" } })),
      );
    });
  });

  describe("401", () => {
    test("without a token", async () => {
      const { site } = await makeTenant();
      const json = { site_id: Number(site.id), operations: [{ action: "create", site_user: { email: "a@example.com" } }] };
      expect(await changingNothing(() => answer(call("POST", "/api/site_users/batch", { json })))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("somebody else's site and none are one answer", async () => {
      const [tenant, other] = [await makeTenant(), await makeTenant()];
      await changingNothing(async () => {
        for (const id of [Number(other.site.id), 1])
          expect(await send(tenant, [{ action: "create", site_user: { email: "a@example.com" } }], id)).toEqual(notFound);
      });
    });
  });

  describe("413", () => {
    test("more than a megabyte, and nothing of it is done", async () => {
      const tenant = await makeTenant();
      const operations = [{ action: "create", site_user: { email: "a@example.com", name: "x".repeat(1_048_576) } }];
      expect(await changingNothing(() => send(tenant, operations))).toEqual(tooLarge);
    });
  });

  describe("422", () => {
    test("a list that is none, is empty or too long, and operations that are none: nothing is done", async () => {
      const tenant = await makeTenant();
      const good = { action: "create", site_user: { email: "a@example.com" } };
      await expectRefusals(
        [
          [undefined, invalid("Operations must be a list")],
          [[], invalid("Operations can't be blank")],
          [Array(1_001).fill(good), invalid("Operations may be at most 1000")],
          [[good, { action: "drop" }], invalid("Action must be create, update or delete")],
          [[good, { action: "delete" }], invalid("ID must be an integer")],
          [[good, { action: "delete", id: 5, site_user: {} }], invalid("Site user is not a known field")],
          [[good, { action: "create", site_user: { email: "b@example.com", role: "admin" } }], invalid("Role is not a known field")],
        ],
        (operations) => send(tenant, operations),
      );
    });
  });
});
