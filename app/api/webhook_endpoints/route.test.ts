import { describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback } from "@/lib/testing/hook";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { TIME } from "@/lib/testing/seen";
import { sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";
import { addEndpoint, addedEndpoint, WEBHOOK_URL } from "@/lib/testing/webhook-wire";

const list = ({ apiToken, site }: Tenant, siteId: unknown = site.id) =>
  answer(call("GET", `/api/webhook_endpoints?site_id=${siteId}`, { token: apiToken }));

describe("POST /api/webhook_endpoints", () => {
  describe("201", () => {
    test("told of everything, with its secret this once, which is kept sealed", async () => {
      const tenant = await makeTenant();
      const endpoint = {
        id: expect.any(Number),
        site_id: Number(tenant.site.id),
        url: WEBHOOK_URL,
        event_types: ["*"],
        description: null,
        enabled: true,
        disabled_reason: null,
        failing_since: null,
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
        previous_secret_until: null,
        created_at: TIME,
        updated_at: TIME,
      };
      const added = await addEndpoint(tenant);
      expect(added).toEqual({ status: 201, body: { webhook_endpoint: endpoint } });
      expect(await list(tenant)).toEqual({ status: 200, body: { webhook_endpoints: [{ ...endpoint, secret: null }] } });
      const { secret } = (added.body as { webhook_endpoint: { secret: string } }).webhook_endpoint;
      const [row] = await sql<{ row: string }>("SELECT e::text AS row FROM webhook_endpoints e WHERE site_id = $1", [tenant.site.id]);
      expect(row?.row).not.toContain(Buffer.from(secret).toString("hex"));
      expect(row?.row).not.toContain(Buffer.from(secret.slice(6), "base64").toString("hex"));
    });

    test("told of some things, each once", async () => {
      const event_types = ["site_user.created", "site_user.deleted", "site_user.created"];
      expect(await addEndpoint(await makeTenant(), { url: WEBHOOK_URL, event_types, description: " Billing " })).toMatchObject({
        body: { webhook_endpoint: { event_types: ["site_user.created", "site_user.deleted"], description: "Billing" } },
      });
    });
  });

  describe("422", () => {
    test("what breaks a rule, and nothing is kept", async () => {
      const tenant = await makeTenant();
      const url = WEBHOOK_URL;
      await expectRefusals(
        [
          [{}, invalid("URL can't be blank")],
          [{ url: "" }, invalid("URL can't be blank")],
          [{ url, event_types: [] }, invalid("Event types must name at least one")],
          [{ url, event_types: ["site_user.exploded"] }, invalid("Event types must be types of events that are offered")],
          [{ url, event_types: "*" }, invalid("Event types must be a list")],
          [{ url, event_types: ["__proto__"] }, invalid("Event types must be types of events that are offered")],
          [{ url, description: "x".repeat(201) }, invalid("Description is too long")],
          [{ url, enabled: "yes" }, invalid("Enabled must be true or false")],
          [{ url, secret_sealed: "x" }, invalid("Secret sealed is not a known field")],
        ],
        (endpoint) => addEndpoint(tenant, endpoint),
      );
    });

    test("an address that is nobody's on the internet", async () => {
      allowLoopback(false);
      const tenant = await makeTenant();
      const hosts = [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "[::1]",
        "2130706433",
        "metadata.google.internal",
        "hook.example:22",
        "u:p@hook.example",
      ];
      await changingNothing(async () => {
        for (const url of [...hosts.map((host) => `https://${host}`), "http://hook.example", "ftp://hook.example"])
          expect(await addEndpoint(tenant, { url })).toMatchObject({ status: 422 });
      });
    });

    test("one more than twenty, also when many are added at once", async () => {
      const tenant = await makeTenant();
      const most = invalid("A site has at most 20 webhook endpoints");
      for (let count = 0; count < 15; count++) await addedEndpoint(tenant);
      const answers = await Promise.all(Array.from({ length: 10 }, () => addEndpoint(tenant)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
      expect(answers.filter(({ status }) => status !== 201)).toEqual(Array(5).fill(most));
      expect(await addEndpoint(tenant)).toEqual(most);
    });
  });

  describe("400", () => {
    test("a body that is no JSON", async () => {
      const { apiToken: token } = await makeTenant();
      const headers = { "content-type": "application/json" };
      expect(await answer(call("POST", "/api/webhook_endpoints", { token, headers, body: "{" }))).toEqual(badJson);
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("POST", "/api/webhook_endpoints", { json: {} }))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      await changingNothing(async () => expect(await addEndpoint({ ...tenant, site: stranger.site })).toEqual(notFound));
    });
  });

  describe("413", () => {
    test("too much", async () => {
      expect(await addEndpoint(await makeTenant(), { url: WEBHOOK_URL, description: "x".repeat(70_000) })).toEqual(tooLarge);
    });
  });
});

describe("GET /api/webhook_endpoints", () => {
  describe("200", () => {
    test("in the order in which they were added, and of one site only", async () => {
      const tenant = await makeTenant();
      const [first, second] = [await addedEndpoint(tenant), await addedEndpoint(tenant)];
      await addedEndpoint(await addSite(tenant));
      expect(await list(tenant)).toMatchObject({ body: { webhook_endpoints: [{ id: first.id }, { id: second.id }] } });
    });
  });

  describe("400", () => {
    test("no site", async () => {
      const { apiToken: token } = await makeTenant();
      expect(await answer(call("GET", "/api/webhook_endpoints", { token }))).toEqual(badRequest("Site ID can't be blank"));
    });
  });

  describe("401", () => {
    test("nobody", async () => expect(await answer(call("GET", "/api/webhook_endpoints?site_id=1"))).toEqual(unauthorized));
  });

  describe("404", () => {
    test("somebody else's site", async () => {
      const [tenant, stranger] = [await makeTenant(), await makeTenant()];
      expect(await list(tenant, stranger.site.id)).toEqual(notFound);
    });
  });
});
