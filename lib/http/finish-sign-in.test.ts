import { describe, expect, test } from "vitest";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { makeVisit } from "@/lib/testing/make-visit";
import { rowsOf, sql } from "@/lib/testing/sql";
import { finishSignIn } from "./finish-sign-in";

const signedIn = (siteUserId: bigint) =>
  ({ kind: "signed_in", siteUserId, proof: { passwordSealed: null, budgets: [], secondFactor: false } }) as const;

async function finish(successUri: string | null, state: string | null = null, more: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant({ successUri, ...more });
  const user = await makeUser(tenant);
  const step = await finishSignIn(makeVisit(tenant, { state }), signedIn(user.id));
  return { tenant, user, to: step.kind === "redirect" ? step.to : "" };
}

describe("the callback's address", () => {
  test.each([
    ["a path", "https://acme.example/auth/callback", "/auth/callback", "", {}],
    ["nothing but a host", "https://acme.example", "/", "", {}],
    ["a query", "https://acme.example/cb?a=1&b=x%20y", "/cb", "", { a: "1", b: "x y" }],
    ["a fragment", "https://acme.example/cb#section", "/cb", "#section", {}],
    ["both, and a fragment that looks like a query", "https://acme.example/cb?a=1#/route?x=1", "/cb", "#/route?x=1", { a: "1" }],
    ["an empty query", "https://acme.example/cb?", "/cb", "", {}],
    ["a parameter without a value", "https://acme.example/cb?flag", "/cb", "", { flag: "" }],
    ["a port and an encoded path", "https://acme.example:8443/c%2Fb/%C3%BC", "/c%2Fb/%C3%BC", "", {}],
    ["http on this machine", "http://localhost:4000/cb", "/cb", "", {}],
    ["a host name with umlauts", "https://bücher.example/cb", "/cb", "", {}],
  ])("keeps %s", async (_, successUri, path, hash, kept) => {
    const { to } = await finish(successUri, "s&t=1#x");
    const url = new URL(to);
    expect({ origin: url.origin, path: url.pathname, hash: url.hash }).toEqual({ origin: new URL(successUri).origin, path, hash });
    const { token, state, ...rest } = Object.fromEntries(url.searchParams);
    expect(rest).toEqual(kept);
    expect(token).toMatch(/^tkn_[\w-]{48}$/);
    expect(state).toBe("s&t=1#x");
  });

  test("a token and a state of its own are replaced, not doubled", async () => {
    const { to } = await finish("https://acme.example/cb?token=fixed&state=fixed&token=again", "mine");
    const { searchParams } = new URL(to);
    expect(searchParams.getAll("token")).toEqual([expect.stringMatching(/^tkn_/)]);
    expect(searchParams.getAll("state")).toEqual(["mine"]);
  });

  test("no state, no parameter", async () => {
    expect(new URL((await finish("https://acme.example/cb")).to).searchParams.has("state")).toBe(false);
  });
});

describe("a site without success_uri", () => {
  test("issues no token, notes the sign-in, and never sends a token to home_uri", async () => {
    const before = await rowsOf("callback_tokens");
    const { tenant, user, to } = await finish(null, "s", { homeUri: "https://acme.example/", cancelUri: "https://acme.example/c" });
    expect(to).toBe(`/${tenant.site.slug}/signed-in`);
    expect(await rowsOf("callback_tokens")).toBe(before);
    const [row] = await sql<{ seen: boolean }>("SELECT last_sign_in_at IS NOT NULL AS seen FROM site_users WHERE id = $1", [user.id]);
    expect(row?.seen).toBe(true);
  });
});

test.each(["https://acme.example/cb", null])("a user who was deleted in between is not signed in (success_uri %s)", async (successUri) => {
  const tenant = await makeTenant({ successUri });
  const user = await makeUser(tenant);
  await sql("DELETE FROM site_users WHERE id = $1", [user.id]);
  await expect(finishSignIn(makeVisit(tenant), signedIn(user.id))).rejects.toMatchObject({ code: "wrong_credentials" });
});

test.each([1, 10])("the token lives as long as the site says: %d minutes", async (callbackTokenMinutes) => {
  const { tenant } = await finish("https://acme.example/cb", null, { callbackTokenMinutes });
  const [row] = await sql<{ seconds: number }>(
    "SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM callback_tokens WHERE site_id = $1",
    [tenant.site.id],
  );
  expect(row?.seconds).toBe(callbackTokenMinutes * 60);
});
