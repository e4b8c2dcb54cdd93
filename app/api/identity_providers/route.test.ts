import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback } from "@/lib/testing/hook";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badRequest, invalid, notFound, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const SECRET = "GOCSPX-a-secret-of-theirs";
const google = { kind: "google", client_id: "1065.apps.example", client_secret: SECRET };

const add = ({ apiToken, site }: Tenant, identity_provider: unknown = google) =>
  answer(call("POST", "/api/identity_providers", { token: apiToken, json: { site_id: Number(site.id), identity_provider } }));
const list = ({ apiToken, site }: Tenant, siteId: unknown = site.id) =>
  answer(call("GET", `/api/identity_providers?site_id=${siteId}`, { token: apiToken }));
const change = ({ apiToken }: Tenant, id: unknown, identity_provider: unknown) =>
  answer(call("PATCH", `/api/identity_providers/${id}`, { token: apiToken, json: { identity_provider } }));
const remove = ({ apiToken }: Tenant, id: unknown) => answer(call("DELETE", `/api/identity_providers/${id}`, { token: apiToken }));

async function added(tenant: Tenant, provider?: unknown): Promise<{ id: number; position: number }> {
  const { status, body } = await add(tenant, provider);
  expect(status).toBe(201);
  return (body as { identity_provider: { id: number; position: number } }).identity_provider;
}

describe("POST /api/identity_providers", () => {
  test("201: as its preset says, and its secret is told to nobody and kept sealed", async () => {
    const tenant = await makeTenant();
    const provider = {
      id: expect.any(Number),
      site_id: Number(tenant.site.id),
      kind: "google",
      name: "Google",
      issuer: "https://accounts.google.com",
      client_id: "1065.apps.example",
      has_client_secret: true,
      scopes: ["openid", "email", "profile"],
      enabled: true,
      position: 0,
      redirect_uri: `http://signin.localhost/${tenant.site.slug}/social/callback`,
      created_at: TIME,
      updated_at: TIME,
    };
    expect(await add(tenant)).toEqual({ status: 201, body: { identity_provider: provider } });
    expect(await list(tenant)).toEqual({ status: 200, body: { identity_providers: [provider] } });
    const [row] = await sql<{ row: string }>("SELECT p::text AS row FROM identity_providers p WHERE site_id = $1", [tenant.site.id]);
    expect(row?.row).not.toContain(Buffer.from(SECRET).toString("hex"));
  });

  test("201: a server of one's own, where one may be", async () => {
    const tenant = await makeTenant();
    for (const [kind, issuer, kept] of [
      ["gitlab", "https://git.works.example", "https://git.works.example"],
      ["github", "https://github.works.example/", "https://github.works.example"],
      ["microsoft", "https://login.microsoftonline.com/72f988bf/v2.0", "https://login.microsoftonline.com/72f988bf/v2.0"],
      ["oidc", "https://works.auth.example/", "https://works.auth.example/"],
    ]) {
      expect(await add(tenant, { ...google, kind, issuer, name: "Works" })).toMatchObject({
        status: 201,
        body: { identity_provider: { issuer: kept, name: "Works" } },
      });
    }
  });

  test("422 and nothing is kept", async () => {
    const tenant = await makeTenant();
    const issuer = "https://id.example";
    await expectRefusals(
      [
        [{}, invalid("Kind must name a provider that is offered", "Client ID can't be blank", "Client secret can't be blank")],
        [{ ...google, kind: "myspace" }, invalid("Kind must name a provider that is offered")],
        [{ ...google, kind: "oidc" }, invalid("Issuer can't be blank")],
        [{ ...google, issuer }, invalid("Issuer is always https://accounts.google.com for Google")],
        [{ ...google, kind: "oidc", issuer: `${issuer}/?a=b` }, invalid("Issuer must have no query and no fragment")],
        [{ ...google, client_id: "a b" }, invalid("Client ID must be printable ASCII without blanks")],
        [{ ...google, client_secret: "ü" }, invalid("Client secret must be printable ASCII without blanks")],
        [{ ...google, scopes: ["a b"] }, invalid("Scopes must be scopes, each one word")],
        [{ ...google, position: -1 }, invalid("Position must be 0 to 1000")],
      ],
      (provider) => add(tenant, provider),
    );
  });

  test.each([
    "http://id.example",
    "https://127.0.0.1",
    "https://localhost",
    "https://10.0.0.1",
    "https://[::1]",
    "https://2130706433",
    "https://metadata.google.internal",
    "https://id.example:22",
    "https://user:word@id.example",
    "ftp://id.example",
  ])("422 for an issuer at %s", async (issuer) => {
    allowLoopback(false);
    const tenant = await makeTenant();
    expect(await changingNothing(() => add(tenant, { ...google, kind: "oidc", issuer }))).toMatchObject({ status: 422 });
  });

  test("422 for one more than twenty", async () => {
    const tenant = await makeTenant();
    for (let count = 0; count < 20; count++) await added(tenant);
    expect(await add(tenant)).toEqual(invalid("A site has at most 20 providers"));
  });

  test("401, 404, 422", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    expect(await add(tenant, { ...google, secret: "x" })).toEqual(invalid("Secret is not a known field"));
    expect(await answer(call("POST", "/api/identity_providers", { json: {} }))).toEqual(unauthorized);
    expect(await add({ ...tenant, site: stranger.site })).toEqual(notFound);
  });
});

describe("GET /api/identity_providers", () => {
  test("200: from the top of the page, and of one site only", async () => {
    const tenant = await makeTenant();
    const other = await addSite(tenant);
    const [first, second] = [await added(tenant), await added(tenant, { ...google, kind: "apple" })];
    await added(other);
    expect([first.position, second.position]).toEqual([0, 1]);
    await change(tenant, first.id, { position: 2 });
    expect(await list(tenant)).toMatchObject({ status: 200, body: { identity_providers: [{ id: second.id }, { id: first.id }] } });
  });

  test("400, 404", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    expect(await answer(call("GET", "/api/identity_providers", { token: tenant.apiToken }))).toEqual(badRequest("Site ID can't be blank"));
    expect(await list(tenant, stranger.site.id)).toEqual(notFound);
  });
});

describe("PATCH /api/identity_providers/:id", () => {
  test("200: what is named, and nothing else", async () => {
    const tenant = await makeTenant();
    const { id } = await added(tenant);
    expect(await change(tenant, id, { enabled: false, name: "Google Workspace" })).toMatchObject({
      status: 200,
      body: { identity_provider: { enabled: false, name: "Google Workspace", client_id: "1065.apps.example", has_client_secret: true } },
    });
  });

  test("422: another issuer needs its secret, and a kind stays", async () => {
    const tenant = await makeTenant();
    const { id } = await added(tenant, { ...google, kind: "gitlab" });
    const issuer = "https://git.evil.example";
    await changingNothing(async () => {
      expect(await change(tenant, id, { issuer })).toEqual(invalid("Client secret is needed again for another issuer"));
      expect(await change(tenant, id, { kind: "google" })).toEqual(invalid("Kind can't be changed"));
    });
    expect(await change(tenant, id, { issuer, client_secret: "other" })).toMatchObject({ status: 200 });
  });

  test("404 for somebody else's, and for none", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    const { id } = await added(stranger);
    await changingNothing(async () => {
      for (const unknown of [id, 1]) expect(await change(tenant, unknown, { enabled: false })).toEqual(notFound);
    });
  });
});

describe("DELETE /api/identity_providers/:id", () => {
  test("200 once, then 404; 404 for somebody else's", async () => {
    const [tenant, stranger] = [await makeTenant(), await makeTenant()];
    const { id } = await added(tenant);
    expect(await remove(stranger, id)).toEqual(notFound);
    expect(await remove(tenant, id)).toEqual({ status: 200, body: { message: "Identity provider removed" } });
    expect(await remove(tenant, id)).toEqual(notFound);
    expect(await list(tenant)).toEqual({ status: 200, body: { identity_providers: [] } });
  });
});
