import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listProviders } from "@/lib/core/identity-providers/list-providers";
import { moveProvider } from "@/lib/core/identity-providers/move-provider";
import { requireDiscovery } from "@/lib/core/identity-providers/require-discovery";
import { sha256 } from "@/lib/kernel/secrets";
import { allowLoopback } from "@/lib/testing/hook";
import { addProvider } from "@/lib/testing/identity-provider";
import { addSite, makeTenant, type Tenant, unique } from "@/lib/testing/make-tenant";
import { type Person, startOidcServer } from "@/lib/testing/oidc-server";
import { sql } from "@/lib/testing/sql";
import { visitorAt } from "@/lib/testing/visitor";
import { beginSocial } from "./begin";
import { findRequest } from "./find-request";
import { finishSocial } from "./finish";

let server: Awaited<ReturnType<typeof startOidcServer>>;
beforeAll(async () => {
  server = await startOidcServer();
  allowLoopback();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.tamper = null;
  server.deny = false;
  server.person = person();
});

const person = (more: Partial<Person> = {}): Person => ({
  sub: unique("sub"),
  email: `${unique("jane")}@example.com`,
  email_verified: true,
  ...more,
});
const refusal = (code: string) => expect.objectContaining({ code });
const PROOF = { passwordSealed: null, budgets: [], secondFactor: false };

type Gone = Awaited<ReturnType<typeof beginSocial>>;

async function setOut(tenant: Tenant, providerId: bigint, linkTo: bigint | null = null): Promise<Gone> {
  return beginSocial(tenant.context, { providerId, linkTo, clientState: null, to: null, frame: null }, visitorAt());
}

/** Comes back to a site with an answer. */
function comeBack({ context }: Tenant, gone: Gone, answer: Record<string, string>) {
  return finishSocial(context, answer, gone.browser, visitorAt(), null);
}

async function goThrough(tenant: Tenant, providerId: bigint) {
  const gone = await setOut(tenant, providerId);
  return comeBack(tenant, gone, await server.visit(gone.to));
}

const linksOf = ({ site }: Tenant) =>
  sql<{ issuer: string; subject: string; email: string | null; user: string }>(
    `SELECT l.issuer, l.subject, l.email, l.site_user_id::text AS "user" FROM linked_accounts l WHERE site_id = $1 ORDER BY created_at`,
    [site.id],
  );

describe("an authorization request", () => {
  test("says what OpenID Connect wants said, and keeps its checks to itself", async () => {
    const tenant = await makeTenant();
    const { to, state, browser } = await setOut(tenant, await addProvider(tenant, server.issuer));
    const url = new URL(to);
    expect(url.origin + url.pathname).toBe(`${server.issuer}/auth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "site",
      response_type: "code",
      redirect_uri: `http://signin.localhost/${tenant.site.slug}/social/callback`,
      scope: "openid email profile",
      state,
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    const [row] = await sql<{ row: string }>("SELECT r::text AS row FROM authorization_requests r WHERE site_id = $1", [tenant.site.id]);
    for (const secret of [state, browser, url.searchParams.get("nonce") ?? "?"]) expect(row?.row).not.toContain(secret);
  });

  test("leads to no provider that is off, somebody else's or not there", async () => {
    const tenant = await makeTenant();
    const off = await addProvider(tenant, server.issuer, "oidc", { enabled: false });
    const strangers = await addProvider(await addSite(tenant), server.issuer);
    for (const id of [off, strangers, 4n]) await expect(setOut(tenant, id)).rejects.toEqual(refusal("not_found"));
  });

  test("leads to no provider that cannot be asked where it is", async () => {
    const tenant = await makeTenant();
    for (const issuer of [`${server.issuer}/other`, "http://localhost:1", "https://10.0.0.1", "https://metadata.internal"]) {
      await expect(setOut(tenant, await addProvider(tenant, issuer))).rejects.toEqual(refusal("provider_failed"));
    }
  });

  test("leads to none that is named by a document, which could call itself like an issuer that people are linked at", async () => {
    const tenant = await makeTenant();
    for (const at of ["/.well-known/openid-configuration", "/x/../.well-known/openid-configuration"])
      await expect(setOut(tenant, await addProvider(tenant, server.issuer + at))).rejects.toEqual(refusal("provider_failed"));
  });
});

describe("an issuer that is named", () => {
  const issue = (text: RegExp) => expect.objectContaining({ issues: [{ path: "issuer", message: expect.stringMatching(text) }] });
  test("is asked, and what a preset says is not", async () => {
    const { context } = await makeTenant();
    await requireDiscovery(context, { kind: "oidc", issuer: server.issuer });
    await requireDiscovery(context, { kind: "google" });
    const none = requireDiscovery(context, { kind: "oidc", issuer: `${server.issuer}/other` });
    await expect(none).rejects.toEqual(issue(/^Issuer answers 404 at http.*\/other\/.well-known\/openid-configuration$/));
    const other = requireDiscovery(context, { kind: "oidc", issuer: server.issuer.replace("localhost", "signin.localhost") });
    await expect(other).rejects.toEqual(issue(/^Issuer calls itself http:\/\/localhost:\d+; name it so$/));
    const silent = requireDiscovery(context, { kind: "gitlab", issuer: "http://localhost:1" });
    await expect(silent).rejects.toEqual(issue(/^Issuer could not be reached$/));
    await expect(requireDiscovery(context, { kind: "oidc" })).rejects.toEqual(issue(/^Issuer can't be blank$/));
  });

  test("stands where it is moved to", async () => {
    const tenant = await makeTenant();
    for (const issuer of ["https://a", "https://b", "https://c"]) await addProvider(tenant, issuer);
    const order = async () => (await listProviders(tenant.context)).map(({ id }) => id);
    const [a, b, c] = (await order()) as [bigint, bigint, bigint];
    await moveProvider(tenant.context, c, -1);
    expect(await order()).toEqual([a, c, b]);
    await moveProvider(tenant.context, a, -1);
    await moveProvider(tenant.context, a, 1);
    await moveProvider(tenant.context, b, 1);
    expect(await order()).toEqual([c, a, b]);
    await expect(moveProvider(await addSite(tenant).then(({ context }) => context), a, 1)).rejects.toEqual(refusal("not_found"));
  });
});

describe("coming back", () => {
  test("makes a user of somebody new, proved, and signs them in the next time", async () => {
    const tenant = await makeTenant();
    const providerId = await addProvider(tenant, server.issuer);
    server.person = person({ name: "Jane Doe" });
    const first = await goThrough(tenant, providerId);
    const users = await sql<{ id: string }>(
      "SELECT id::text, email, name, email_verified_at IS NOT NULL AS proved, password_sealed AS password FROM site_users WHERE site_id = $1",
      [tenant.site.id],
    );
    expect(users).toEqual([{ id: expect.any(String), email: server.person.email, name: "Jane Doe", proved: true, password: null }]);
    expect(first).toEqual({ kind: "signed_in", siteUserId: BigInt(users[0]?.id ?? 0), proof: PROOF });
    expect(await linksOf(tenant)).toEqual([
      { issuer: server.issuer, subject: server.person.sub, email: server.person.email, user: users[0]?.id },
    ]);
    server.person = { ...server.person, email: "moved@example.com", email_verified: false };
    expect(await goThrough(tenant, providerId)).toEqual(first);
    expect(await linksOf(tenant)).toMatchObject([{ email: "moved@example.com", user: users[0]?.id }]);
  });

  test("counts once, of sixteen at a time as well", async () => {
    const tenant = await makeTenant();
    const gone = await setOut(tenant, await addProvider(tenant, server.issuer));
    const answer = await server.visit(gone.to);
    const all = await Promise.allSettled(Array.from({ length: 16 }, () => comeBack(tenant, gone, answer)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of all) if (one.status === "rejected") expect(one.reason).toEqual(refusal("sign_in_expired"));
    expect(await linksOf(tenant)).toHaveLength(1);
  });

  test("counts for the browser that set out, at its site, for ten minutes", async () => {
    const tenant = await makeTenant();
    const providerId = await addProvider(tenant, server.issuer);
    const [gone, other] = [await setOut(tenant, providerId), await setOut(tenant, providerId)];
    const answer = await server.visit(gone.to);
    await expect(comeBack(tenant, { ...gone, browser: other.browser }, answer)).rejects.toEqual(refusal("sign_in_expired"));
    await expect(comeBack(await addSite(tenant), gone, answer)).rejects.toEqual(refusal("sign_in_expired"));
    for (const state of [other.state, "ars_", ""]) {
      await expect(comeBack(tenant, gone, { ...answer, state })).rejects.toEqual(refusal("sign_in_expired"));
    }
    await sql("UPDATE authorization_requests SET expires_at = now() WHERE state_hash = $1", [sha256(gone.state)]);
    await expect(comeBack(tenant, gone, answer)).rejects.toEqual(refusal("sign_in_expired"));
    await sql("UPDATE authorization_requests SET expires_at = now() + interval '1 minute' WHERE state_hash = $1", [sha256(gone.state)]);
    expect(await comeBack(tenant, gone, answer)).toMatchObject({ kind: "signed_in" });
  });

  test("with a no is told as one", async () => {
    const tenant = await makeTenant();
    server.deny = true;
    await expect(goThrough(tenant, await addProvider(tenant, server.issuer))).rejects.toEqual(refusal("provider_denied"));
    expect(await linksOf(tenant)).toEqual([]);
  });

  test("is found again by its own browser only", async () => {
    const tenant = await makeTenant();
    const providerId = await addProvider(tenant, server.issuer, "oidc", { name: "Works" });
    const frame = { origin: "https://shop.example", nonce: "n", action: "signup" } as const;
    const departure = { providerId, linkTo: null, clientState: "s", to: "account", frame };
    const { state, browser } = await beginSocial(tenant.context, departure, visitorAt());
    expect(await findRequest(tenant.context, state, browser)).toMatchObject({
      purpose: "sign_in",
      clientState: "s",
      frame,
      providerName: "Works",
    });
    const other = await setOut(tenant, providerId);
    for (const [ours, theirs] of [
      [state, null],
      [state, other.browser],
      [other.state, browser],
      ["ars_", browser],
    ] as const) {
      expect(await findRequest(tenant.context, ours, theirs)).toBeNull();
    }
  });

  test.each<[string, (answer: Record<string, string>, other: Record<string, string>) => Record<string, string>]>([
    ["no code", ({ state = "", iss = "" }) => ({ state, iss })],
    ["a code that is none", (answer) => ({ ...answer, code: "x" })],
    ["the code of another request", (answer, { code = "" }) => ({ ...answer, code })],
    ["another issuer", (answer) => ({ ...answer, iss: "https://evil.example" })],
    ["no issuer, where it always says itself", ({ iss: _, ...answer }) => answer],
  ])("is refused with %s", async (_, change) => {
    const tenant = await makeTenant();
    const providerId = await addProvider(tenant, server.issuer);
    const [gone, other] = [await setOut(tenant, providerId), await setOut(tenant, providerId)];
    const answer = change(await server.visit(gone.to), await server.visit(other.to));
    await expect(comeBack(tenant, gone, answer)).rejects.toEqual(refusal("provider_failed"));
    expect(await linksOf(tenant)).toEqual([]);
  });

  test("is refused at another provider than the one that answered", async () => {
    const tenant = await makeTenant();
    const elsewhere = await startOidcServer();
    const [here, there] = [await addProvider(tenant, server.issuer), await addProvider(tenant, elsewhere.issuer)];
    const [gone, mixedUp] = [await setOut(tenant, here), await setOut(tenant, there)];
    const answer = { ...(await server.visit(gone.to)), state: mixedUp.state };
    await expect(comeBack(tenant, mixedUp, answer)).rejects.toEqual(refusal("provider_failed"));
    await elsewhere.stop();
  });

  test.each<[string, (claims: Record<string, unknown>) => string | Promise<string>]>([
    ["of another issuer", (claims) => server.sign({ ...claims, iss: "https://evil.example" })],
    ["for another client", (claims) => server.sign({ ...claims, aud: "somebody" })],
    ["for several clients and none of them", (claims) => server.sign({ ...claims, aud: ["somebody", "else"] })],
    ["with another nonce", (claims) => server.sign({ ...claims, nonce: "other" })],
    ["without a nonce", ({ nonce: _, ...claims }) => server.sign(claims)],
    ["that has expired", (claims) => server.sign({ ...claims, exp: 1 })],
    ["without an end", ({ exp: _, ...claims }) => server.sign(claims)],
    ["from the future", (claims) => server.sign({ ...claims, iat: 9_999_999_999, nbf: 9_999_999_999 })],
    ["without a subject", ({ sub: _, ...claims }) => server.sign(claims)],
    ["with an empty subject", (claims) => server.sign({ ...claims, sub: "" })],
    ["with a subject that cannot be kept", (claims) => server.sign({ ...claims, sub: "a\0b" })],
    ["of another subject than the rest", (claims) => server.sign({ ...claims, sub: "somebody" })],
    ["without a signature", (claims) => `${b64({ alg: "none" })}.${b64(claims)}.`],
    ["signed with the client secret", (claims) => `${b64({ alg: "HS256" })}.${b64(claims)}.AAAA`],
    ["with its signature broken", async (claims) => `${(await server.sign(claims)).slice(0, -8)}AAAAAAAA`],
    ["that is none", () => "nonsense"],
  ])("is refused with an ID token %s", async (_, tamper) => {
    const tenant = await makeTenant();
    const providerId = await addProvider(tenant, server.issuer);
    server.tamper = tamper;
    await expect(goThrough(tenant, providerId)).rejects.toEqual(refusal("provider_failed"));
    expect(await linksOf(tenant)).toEqual([]);
  });

  test("an ID token that says the address itself is enough", async () => {
    const tenant = await makeTenant();
    const email = `${unique("own")}@example.com`;
    server.tamper = (claims) => server.sign({ ...claims, email, email_verified: "true" });
    await goThrough(tenant, await addProvider(tenant, server.issuer));
    expect(await linksOf(tenant)).toMatchObject([{ email }]);
  });
});

const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
