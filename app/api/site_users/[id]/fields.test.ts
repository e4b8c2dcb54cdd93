import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { invalid } from "@/lib/testing/refusals";
import { newUser } from "@/lib/testing/seen";
import { expectRefusals } from "@/lib/testing/unchanged";

const create = ({ apiToken, site }: Tenant, site_user: object) =>
  answer(call("POST", "/api/site_users", { token: apiToken, json: { site_id: Number(site.id), site_user } }));
const change = ({ apiToken }: Tenant, id: unknown, site_user: object) =>
  answer(call("PATCH", `/api/site_users/${id}`, { token: apiToken, json: { site_user } }));
const read = ({ apiToken }: Tenant, id: unknown) => answer(call("GET", `/api/site_users/${id}`, { token: apiToken }));

const FULL = {
  external_id: "auth0|42",
  username: "Jane.Doe",
  name: "Jane Doe",
  first_name: "Jane",
  last_name: "Doe",
  locale: "pt-BR",
  metadata: { plan: "gold", tags: ["a", "b"], nested: { deep: [1, null, true, 1.5] } },
  private_metadata: { stripe: "cus_123" },
};

/** An object that is nested so many levels deep. */
const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });

describe("what a customer keeps with a user", () => {
  test("is given back as it was given, on creation, on reading and on changing", async () => {
    const tenant = await makeTenant();
    const email = "jane@example.com";
    const created = await create(tenant, { email, ...FULL });
    expect(created).toEqual({ status: 201, body: { site_user: { ...newUser, email, ...FULL } } });
    const { id } = (created.body as { site_user: { id: number } }).site_user;
    expect(await read(tenant, id)).toEqual({ status: 200, body: created.body });
    const emptied = Object.fromEntries(Object.keys(FULL).map((key) => [key, null]));
    expect(await change(tenant, id, emptied)).toEqual({ status: 200, body: { site_user: { ...newUser, id, email } } });
    expect(await change(tenant, id, FULL)).toEqual({ status: 200, body: { site_user: { ...newUser, id, email, ...FULL } } });
  });

  test("a name is made of its parts where none is given", async () => {
    const tenant = await makeTenant();
    expect((await create(tenant, { email: "a@example.com", first_name: "Ada", last_name: "Lovelace" })).body).toMatchObject({
      site_user: { name: "Ada Lovelace" },
    });
    expect((await create(tenant, { email: "b@example.com", last_name: "Curie" })).body).toMatchObject({ site_user: { name: "Curie" } });
  });

  test("metadata is replaced as a whole, and its neighbour is left alone", async () => {
    const tenant = await makeTenant();
    const { id } = await makeUser(tenant);
    await change(tenant, id, { metadata: { a: 1, b: 2 }, private_metadata: { c: 3 } });
    expect((await change(tenant, id, { metadata: { b: 4 } })).body).toMatchObject({ site_user: { private_metadata: { c: 3 } } });
    expect(((await read(tenant, id)).body as { site_user: { metadata: object } }).site_user.metadata).toEqual({ b: 4 });
  });

  test("any JSON that is small and flat enough comes back equal", async () => {
    const tenant = await makeTenant();
    const { id } = await makeUser(tenant);
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => value.isWellFormed() && !value.includes("\0"));
    const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
    const objects = fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      fc.oneof(leaf, fc.array(leaf, { maxLength: 4 })),
      { maxKeys: 8 },
    );
    await fc.assert(
      fc.asyncProperty(objects, async (metadata) => {
        const { status, body } = await change(tenant, id, { metadata });
        expect([status, (body as { site_user: { metadata: object } }).site_user.metadata]).toEqual([200, { ...metadata }]);
      }),
      { numRuns: 40 },
    );
  });

  test("a username is one per site whatever its case; a language tag is written as it should be", async () => {
    const tenant = await makeTenant();
    expect((await create(tenant, { email: "a@example.com", username: "Jane", locale: "en-us" })).body).toMatchObject({
      site_user: { username: "Jane", locale: "en-US" },
    });
    expect(await create(tenant, { email: "b@example.com", username: "JANE" })).toEqual(invalid("Username has already been taken"));
    expect((await create(await makeTenant(), { email: "b@example.com", username: "JANE" })).status).toBe(201);
  });

  test("an external id is one per site", async () => {
    const tenant = await makeTenant();
    const { id } = await makeUser(tenant);
    await create(tenant, { email: "a@example.com", external_id: "7" });
    expect(await create(tenant, { email: "b@example.com", external_id: "7" })).toEqual(invalid("External ID has already been taken"));
    expect(await change(tenant, id, { external_id: "7" })).toEqual(invalid("External ID has already been taken"));
    expect(await change(tenant, id, { external_id: "8" })).toMatchObject({ status: 200 });
  });

  test("is refused in words when it cannot be kept", async () => {
    const tenant = await makeTenant();
    const { id } = await makeUser(tenant);
    const large = { text: "x".repeat(16 * 1024) };
    await expectRefusals(
      [
        [{ metadata: [] }, invalid("Metadata must be an object")],
        [{ metadata: "x" }, invalid("Metadata must be an object")],
        [{ private_metadata: 1 }, invalid("Private metadata must be an object")],
        [{ metadata: large }, invalid("Metadata is too large (at most 16 kB)")],
        [{ private_metadata: nested(11) }, invalid("Private metadata is nested too deeply (at most 10 levels)")],
        [{ metadata: { a: "\0" } }, invalid("Metadata contains characters that are not allowed")],
        [{ metadata: { a: "\ud800" } }, invalid("Metadata contains characters that are not allowed")],
        [{ metadata: { "a\0": 1 } }, invalid("Metadata contains a name that is not allowed")],
        [{ metadata: { a: [1e308] } }, invalid("Metadata contains a number that is too large or too small")],
        [{ private_metadata: { a: -1e-307 } }, invalid("Private metadata contains a number that is too large or too small")],
        [{ metadata: JSON.parse('{"__proto__":{"admin":true}}') as object }, invalid("Metadata contains a name that is not allowed")],
        [{ username: "jane@example.com" }, invalid("Username must not contain spaces or @")],
        [{ username: "jane＠example.com" }, invalid("Username must not contain spaces or @")],
        [{ username: "jane doe" }, invalid("Username must not contain spaces or @")],
        [{ username: "x".repeat(65) }, invalid("Username is too long")],
        [{ locale: "english please" }, invalid("Locale is not a language tag")],
        [{ locale: 5 }, invalid("Locale must be a text")],
        [{ external_id: "x".repeat(256) }, invalid("External ID is too long")],
        [{ first_name: "a\u202eb" }, invalid("First name contains characters that are not allowed")],
      ],
      (site_user) => change(tenant, id, site_user),
    );
    expect((await change(tenant, id, { private_metadata: nested(10) })).status).toBe(200);
    expect((await change(tenant, id, { metadata: { a: [0, -0.5, 1e21, 1e-21, Number.MAX_SAFE_INTEGER] } })).status).toBe(200);
  });
});
