import { createRemoteJWKSet, jwtVerify } from "jose";
import { allowInsecureRequests, discovery, None } from "openid-client";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeSite, unique } from "./api";
import { startBackend } from "./fastgen/backend.mjs";

type Site = Awaited<ReturnType<typeof makeSite>> & { client_id: string };

const addressOf = (site: Site) => `${inject("baseUrl")}/${site.slug}`;

/** Signs somebody up at a site, with tokens in headers. */
async function signUp(site: Site) {
  const formFields = [
    { id: "email", value: `${unique("jane")}@example.com` },
    { id: "password", value: "correct horse battery" },
  ];
  const headers = { "content-type": "application/json", "st-auth-mode": "header" };
  const response = await fetch(`${addressOf(site)}/auth/signup`, { method: "POST", headers, body: JSON.stringify({ formFields }) });
  const { user } = (await response.json()) as { user: { id: string } };
  return { userId: user.id, token: response.headers.get("st-access-token") ?? "" };
}

let site: Site;
let other: Site;
beforeAll(async () => {
  [site, other] = [(await makeSite()) as Site, (await makeSite()) as Site];
});

describe("supertokens-node in a customer's backend", () => {
  let backend: Awaited<ReturnType<typeof startBackend>>;
  beforeAll(async () => {
    backend = await startBackend(addressOf(site));
  });
  afterAll(() => backend.stop());
  const account = async (headers: Record<string, string>) => {
    const response = await fetch(backend.address, { headers });
    return { status: response.status, body: await response.json() };
  };

  test("lets in who is signed in, by header and by cookie", async () => {
    const { userId, token } = await signUp(site);
    const welcome = { status: 200, body: { userId, proved: false } };
    expect(await account({ authorization: `Bearer ${token}` })).toEqual(welcome);
    expect(await account({ cookie: `sAccessToken=${token}` })).toEqual(welcome);
  });

  test("refuses nobody at all, and the tokens of another site", async () => {
    expect(await account({})).toEqual({ status: 401, body: { message: "unauthorised" } });
    const { token } = await signUp(other);
    expect(await account({ authorization: `Bearer ${token}` })).toEqual({ status: 401, body: { message: "try refresh token" } });
  });
});

describe("jose", () => {
  const check = (token: string, of: Site) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${addressOf(site)}/auth/jwt/jwks.json`)), {
      issuer: `${addressOf(of)}/auth`,
      audience: of.client_id,
    });

  test("verifies an access token with the published keys, its issuer and its audience", async () => {
    const { userId, token } = await signUp(site);
    const { payload, protectedHeader } = await check(token, site);
    expect(payload).toMatchObject({ sub: userId, iss: `${addressOf(site)}/auth`, aud: site.client_id, tId: "public", stt: 0 });
    expect(protectedHeader).toEqual({ alg: "RS256", typ: "JWT", version: "5", kid: expect.stringMatching(/^s-/) });
    await expect(check(token, other)).rejects.toMatchObject({ code: "ERR_JWT_CLAIM_VALIDATION_FAILED" });
  });

  test("refuses the token of another site", async () => {
    const { token } = await signUp(other);
    await expect(check(token, site)).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
  });
});

describe("openid-client", () => {
  test("discovers the site as an issuer", async () => {
    const issuer = new URL(`${addressOf(site)}/auth`);
    const found = await discovery(issuer, site.client_id, undefined, None(), { execute: [allowInsecureRequests] });
    expect(found.serverMetadata()).toMatchObject({ issuer: issuer.href, jwks_uri: `${issuer.href}/jwt/jwks.json` });
  });
});
