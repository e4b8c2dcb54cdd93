import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback } from "@/lib/testing/hook";
import { addSite, makeTenant } from "@/lib/testing/make-tenant";
import { addByApi, addedByApi, GOOGLE, listByApi } from "@/lib/testing/provider-wire";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

describe("POST /api/identity_providers", () => {
  describe("201", () => {
    test("as its preset says, and its secret is told to nobody and kept sealed", async () => {
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
      expect(await addByApi(tenant)).toEqual({ status: 201, body: { identity_provider: provider } });
      expect(await listByApi(tenant)).toEqual({ status: 200, body: { identity_providers: [provider] } });
      const [row] = await sql<{ row: string }>("SELECT p::text AS row FROM identity_providers p WHERE site_id = $1", [tenant.site.id]);
      expect(row?.row).not.toContain(Buffer.from(GOOGLE.client_secret).toString("hex"));
    });

    test("a server of one's own, where one may be", async () => {
      const tenant = await makeTenant();
      for (const [kind, issuer, kept] of [
        ["gitlab", "https://git.works.example", "https://git.works.example"],
        ["github", "https://github.works.example/", "https://github.works.example"],
        ["microsoft", "https://login.microsoftonline.com/72f988bf/v2.0", "https://login.microsoftonline.com/72f988bf/v2.0"],
        ["oidc", "https://works.auth.example/", "https://works.auth.example/"],
      ]) {
        const added = await addByApi(tenant, { ...GOOGLE, kind, issuer, name: "Works" });
        expect(added).toMatchObject({ status: 201, body: { identity_provider: { issuer: kept, name: "Works" } } });
      }
    });
  });

  describe("422", () => {
    test("what breaks a rule, and nothing is kept", async () => {
      const tenant = await makeTenant();
      const issuer = "https://id.example";
      await expectRefusals(
        [
          [{}, invalid("Kind must name a provider that is offered", "Client ID can't be blank", "Client secret can't be blank")],
          [{ ...GOOGLE, kind: "myspace" }, invalid("Kind must name a provider that is offered")],
          [{ ...GOOGLE, kind: "oidc" }, invalid("Issuer can't be blank")],
          [{ ...GOOGLE, issuer }, invalid("Issuer is always https://accounts.google.com for Google")],
          [{ ...GOOGLE, kind: "oidc", issuer: `${issuer}/?a=b` }, invalid("Issuer must have no query and no fragment")],
          [
            { ...GOOGLE, kind: "oidc", issuer: `${issuer}/.well-known/openid-configuration` },
            invalid("Issuer must not be the address of its document, but what stands before /.well-known/"),
          ],
          [{ ...GOOGLE, client_id: "a b" }, invalid("Client ID must be printable ASCII without blanks")],
          [{ ...GOOGLE, client_secret: "ü" }, invalid("Client secret must be printable ASCII without blanks")],
          [{ ...GOOGLE, scopes: ["a b"] }, invalid("Scopes must be scopes, each one word")],
          [{ ...GOOGLE, position: -1 }, invalid("Position must be 0 to 1000")],
          [{ ...GOOGLE, secret: "x" }, invalid("Secret is not a known field")],
        ],
        (provider) => addByApi(tenant, provider),
      );
    });

    test("an issuer that is nobody's on the internet", async () => {
      allowLoopback(false);
      const tenant = await makeTenant();
      const hosts = [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "[::1]",
        "2130706433",
        "metadata.google.internal",
        "id.example:22",
        "u:p@id.example",
      ];
      await changingNothing(async () => {
        for (const issuer of [...hosts.map((host) => `https://${host}`), "http://id.example", "ftp://id.example"]) {
          expect(await addByApi(tenant, { ...GOOGLE, kind: "oidc", issuer })).toMatchObject({ status: 422 });
        }
      });
    });

    test("one more than twenty", async () => {
      const tenant = await makeTenant();
      for (let count = 0; count < 20; count++) await addedByApi(tenant);
      expect(await addByApi(tenant)).toEqual(invalid("A site has at most 20 providers"));
    });
  });

  describe("400", () => {
    test("a body that is no JSON", async () => {
      const { apiToken: token } = await makeTenant();
      const headers = { "content-type": "application/json" };
      expect(await answer(call("POST", "/api/identity_providers", { token, headers, body: "{" }))).toEqual(badJson);
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("POST", "/api/identity_providers", { json: {} }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      await changingNothing(async () => expect(await addByApi({ ...tenant, site: stranger.site })).toEqual(notFound));
    });
  });

  describe("413", () => {
    test("too much", async () => {
      const tenant = await makeTenant();
      expect(await addByApi(tenant, { ...GOOGLE, name: "x".repeat(70_000) })).toEqual(tooLarge);
    });
  });
});

describe("GET /api/identity_providers", () => {
  describe("200", () => {
    test("from the top of the page, and of one site only", async () => {
      const tenant = await makeTenant();
      const [first, second] = [await addedByApi(tenant), await addedByApi(tenant, { ...GOOGLE, kind: "apple" })];
      await addedByApi(await addSite(tenant));
      expect([first.position, second.position]).toEqual([0, 1]);
      const identity_provider = { position: 2 };
      await call("PATCH", `/api/identity_providers/${first.id}`, { token: tenant.apiToken, json: { identity_provider } });
      expect(await listByApi(tenant)).toMatchObject({ status: 200, body: { identity_providers: [{ id: second.id }, { id: first.id }] } });
    });
  });

  describe("400", () => {
    test("no site", async () => {
      const { apiToken: token } = await makeTenant();
      expect(await answer(call("GET", "/api/identity_providers", { token }))).toEqual(badRequest("Site ID can't be blank"));
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/identity_providers?site_id=1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await listByApi(tenant, stranger.site.id)).toEqual(notFound);
    });
  });
});
