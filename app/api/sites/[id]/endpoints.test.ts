import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { send } from "@/lib/testing/hosted-pages";
import { makeTenant, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { invalid } from "@/lib/testing/refusals";
import { everyRow, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

/** The endpoints of a site, as the API writes and shows them. Both are one thing; each test takes both. */
const KINDS = [
  ["signup_endpoint", "signup"],
  ["sign_in_endpoint", "login"],
] as const;
const URL_ = "https://users.acme.example/api";

let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook(answering(401, { message: "No" }));
});
afterAll(() => hook.stop());
beforeEach(() => {
  allowLoopback(false);
  hook.received.length = 0;
});

const patch = ({ apiToken, site }: Tenant, fields: object) =>
  answer(call("PATCH", `/api/sites/${site.id}`, { token: apiToken, json: { site: fields } }));
const endpointIn = ({ body }: { body: unknown }, kind: string) => (body as { site: Record<string, unknown> }).site[kind];

/** The key that the endpoint at the hook is called with, when somebody signs up or in. */
async function sentKey({ site }: Tenant, page: string) {
  hook.received.length = 0;
  await send(`/${site.slug}/${page}`, { email: `${unique("j")}@example.com`, password: PASSWORD });
  return hook.received.map(({ headers }) => headers["x-api-key"]);
}

describe.each(KINDS)("%s", (kind, page) => {
  test("is off until it is named, shows all but its key, and goes again", async () => {
    const tenant = await makeTenant();
    expect(endpointIn(await patch(tenant, {}), kind)).toBeNull();
    const named = await patch(tenant, { [kind]: { url: URL_, api_key: "s3cret-Key" } });
    expect([named.status, endpointIn(named, kind)]).toEqual([200, { url: URL_, has_key: true }]);
    const listed = await answer(call("GET", "/api/sites", { token: tenant.apiToken }));
    expect((listed.body as { sites: object[] }).sites).toEqual([expect.objectContaining({ [kind]: { url: URL_, has_key: true } })]);
    for (const seen of [named, listed]) expect(JSON.stringify(seen)).not.toContain("s3cret");
    expect(endpointIn(await patch(tenant, { name: "Other" }), kind)).toEqual({ url: URL_, has_key: true });
    expect(endpointIn(await patch(tenant, { [kind]: null }), kind)).toBeNull();
  });

  test("is named by a token that may read secrets, and by no other: passwords are sent there", async () => {
    const tenant = await makeTenant();
    await sql("UPDATE api_tokens SET scopes = '{sites:write}' WHERE token_hash = $1", [sha256(tenant.apiToken)]);
    const forbidden = { status: 403, body: { error: "Forbidden", messages: ["This API token lacks the scope secrets:read"] } };
    for (const [kind] of KINDS) {
      expect(await changingNothing(() => patch(tenant, { [kind]: { url: URL_, api_key: "k" } }))).toEqual(forbidden);
      const json = { site: { name: "New", [kind]: { url: URL_, api_key: "k" } } };
      expect(await changingNothing(() => answer(call("POST", "/api/sites", { token: tenant.apiToken, json })))).toEqual(forbidden);
      expect((await patch(tenant, { [kind]: null })).status).toBe(200);
    }
  });

  test("comes with a new site as well; one without a key has none", async () => {
    const { apiToken } = await makeTenant();
    const json = { site: { name: "New", [kind]: { url: URL_ } } };
    const made = await answer(call("POST", "/api/sites", { token: apiToken, json }));
    expect([made.status, endpointIn(made, kind)]).toEqual([201, { url: URL_, has_key: false }]);
  });

  test("the key is nowhere readable in the database", async () => {
    const tenant = await makeTenant();
    await patch(tenant, { [kind]: { url: URL_, api_key: "canary-key-0123" } });
    const rows = JSON.stringify(await everyRow());
    expect(rows).toContain(URL_);
    for (const form of ["canary-key", Buffer.from("canary-key-0123").toString("hex"), Buffer.from("canary-key-0123").toString("base64")]) {
      expect(rows).not.toContain(form);
    }
  });

  test("a key stays with its address: what is sent back changes nothing, and another address does not get it", async () => {
    allowLoopback();
    const tenant = await makeTenant();
    const [one, two] = [`http://localhost:${hook.port}/one`, `http://localhost:${hook.port}/two`];
    const set = async (endpoint: object) => endpointIn(await patch(tenant, { [kind]: endpoint }), kind);
    await set({ url: one, api_key: "k1" });
    expect(await sentKey(tenant, page)).toEqual(["k1"]);
    expect(await set({ url: one, has_key: true })).toEqual({ url: one, has_key: true });
    expect(await sentKey(tenant, page)).toEqual(["k1"]);
    expect(await set({ url: two })).toEqual({ url: two, has_key: false });
    expect(await sentKey(tenant, page)).toEqual([undefined]);
    expect(await set({ url: one })).toEqual({ url: one, has_key: false });
    expect(await set({ url: one, api_key: "k2" })).toEqual({ url: one, has_key: true });
    expect(await sentKey(tenant, page)).toEqual(["k2"]);
    expect(await set({ url: one, api_key: null })).toEqual({ url: one, has_key: false });
    expect(await sentKey(tenant, page)).toEqual([undefined]);
  });

  test("what nobody may be called at is refused, and so is a key that is no header", async () => {
    const tenant = await makeTenant();
    await expectRefusals<unknown>(
      [
        [{ url: "http://users.acme.example/" }, invalid("URL must start with https:// (http:// works on localhost only)")],
        [{ url: `http://localhost:${hook.port}/` }, invalid("URL must start with https://")],
        [{ url: "https://127.0.0.1/" }, invalid("URL must name a public host, and not by its IP address")],
        [{ url: "https://2130706433/" }, invalid("URL must name a public host, and not by its IP address")],
        [{ url: "https://[::ffff:169.254.169.254]/" }, invalid("URL must name a public host, and not by its IP address")],
        [{ url: "https://users.acme.example:22/" }, invalid("URL must be on port 443, or on one from 1024 up")],
        [{ url: "https://me@users.acme.example/" }, invalid("URL must not contain a user name or password")],
        [{ url: "" }, invalid("URL can't be blank")],
        [{}, invalid("URL can't be blank")],
        [{ url: 5 }, invalid("URL must be a text")],
        [{ url: URL_, api_key: "a\r\nb" }, invalid("API key must be printable ASCII without blanks")],
        [{ url: URL_, api_key: "ключ" }, invalid("API key must be printable ASCII without blanks")],
        [{ url: URL_, api_key: "x".repeat(501) }, invalid("API key is too long")],
        [{ url: URL_, api_key: 5 }, invalid("API key must be a text")],
        [{ url: URL_, key: "x" }, invalid("Key is not a known field")],
        [URL_, invalid(`${kind === "signup_endpoint" ? "Signup" : "Sign in"} endpoint must be an object`)],
      ],
      (endpoint) => patch(tenant, { [kind]: endpoint }),
    );
  });
});
