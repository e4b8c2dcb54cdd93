import { randomBytes } from "node:crypto";
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test, vi } from "vitest";
import { issuerOf } from "@/lib/core/sessions/access-token";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { endSessions } from "@/lib/core/site-users/end-sessions";
import { updateSiteUser } from "@/lib/core/site-users/update-site-user";
import { env, setEnv } from "@/lib/kernel/env";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { beginSession } from "./begin-session";
import { endSession, endSessionOfRefreshToken } from "./end-session";
import { getSession } from "./get-session";
import { refreshSession } from "./refresh-session";
import { readRefreshToken, successorsOf } from "./refresh-token";
import { rotateSigningKey } from "./rotate-signing-key";
import { forgetSigningKeys, publishedKeys, signingKey, verifyingKey } from "./signing-keys";

const KIND = { dialect: "fastgen", accessS: 3_600, refreshS: 86_400 } as const;
const CLIENT = { ip: "192.0.2.1", userAgent: "Browser/1" };

const signedIn = (siteUserId: bigint): SignedIn => ({
  kind: "signed_in",
  siteUserId,
  proof: { passwordSealed: null, budgets: [], secondFactor: false },
});

async function begun(tenant?: Tenant) {
  const own = tenant ?? (await makeTenant());
  const user = await makeUser(own);
  const begin = (kind: Parameters<typeof beginSession>[2] = KIND) => beginSession(own.context, signedIn(user.id), kind, CLIENT);
  const first = await begin();
  return { tenant: own, site: own.context, user, begin, first, refresh: first.refresh?.text ?? "" };
}

const sessionsOf = (siteUserId: bigint) => sql<Record<string, unknown>>("SELECT * FROM sessions WHERE site_user_id = $1", [siteUserId]);
const keysOf = (siteId: bigint) => sql<Record<string, unknown>>("SELECT * FROM signing_keys WHERE site_id = $1", [siteId]);

const code = (code: string) => expect.objectContaining({ code });

describe("a session", () => {
  test("is of the user who signed in, and its token says so", async () => {
    const { site, user, first } = await begun();
    const session = await getSession(site, first.access.text);
    expect(session).toEqual({ ...first.session });
    expect(session).toMatchObject({ dialect: "fastgen", user: { id: user.id, uuid: user.uuid, email: user.email } });
    expect(first.access.payload).toEqual({
      sub: user.uuid,
      rsub: user.uuid,
      iat: expect.any(Number),
      exp: Number(first.access.payload.iat) + 3_600,
      iss: issuerOf(site),
      aud: site.site.clientId,
      sessionHandle: session.handle,
      refreshTokenHash1: Buffer.from(session.refreshHash ?? []).toString("hex"),
      tId: "public",
      stt: 0,
      "st-ev": { v: false, t: Number(first.access.payload.iat) * 1000 },
      user: {
        id: user.uuid,
        username: user.email,
        email: user.email,
        first_name: "",
        last_name: "",
        active: true,
        provider: "local",
        role_ids: [],
      },
    });
  });

  test("keeps no token, and notes when and from where it began", async () => {
    const { user, first, refresh } = await begun();
    const rows = await sessionsOf(user.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ ip: "192.0.2.1", user_agent: "Browser/1", generation: 0, ended_at: null });
    expect(JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(refresh);
    const [{ at } = { at: null }] = await sql<{ at: Date | null }>("SELECT last_sign_in_at AS at FROM site_users WHERE id = $1", [user.id]);
    expect(at).not.toBeNull();
    expect(first.refresh?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 86_000_000);
  });

  test("without refresh tokens ends with its access token", async () => {
    const { site, begin } = await begun();
    const { refresh, session } = await begin({ ...KIND, refreshS: null, accessS: 60 });
    expect([refresh, session.refreshHash]).toEqual([null, null]);
    expect(session.expiresAt.getTime()).toBeLessThan(Date.now() + 61_000);
    await sql("UPDATE sessions SET expires_at = now() WHERE id = $1", [session.id]);
    await expect(getSession(site, (await begin({ ...KIND, refreshS: null })).access.text)).resolves.toBeDefined();
  });

  test("is over when it is ended, when its user is blocked, deleted, given a new password or a second factor, or signed out everywhere", async () => {
    const { tenant, site } = await begun();
    const endings: ((site_user: bigint, session: bigint) => Promise<unknown>)[] = [
      (_, id) => endSession(site, { id }),
      (id) => blockSiteUser(site, id),
      (id) => deleteSiteUser(tenant.account, id),
      (id) => updateSiteUser(tenant.account, id, { password: "another horse battery" }),
      (id) => endSessions(site, id),
      (_, id) => sql("UPDATE sessions SET expires_at = now() WHERE id = $1", [id]),
      (id) => sql("UPDATE site_users SET second_factor = true WHERE id = $1", [id]),
    ];
    for (const end of endings) {
      const { user, first, refresh } = await begun(tenant);
      await end(user.id, first.session.id);
      await expect(getSession(site, first.access.text)).rejects.toEqual(code("session_ended"));
      await expect(refreshSession(site, refresh, KIND)).rejects.toEqual(code("session_ended"));
    }
  });

  test("does not begin for somebody who was blocked or whose password was replaced in this moment", async () => {
    const { tenant, user, site } = await begun();
    const proof = { passwordSealed: new Uint8Array([1]), budgets: [], secondFactor: false };
    await expect(beginSession(site, { ...signedIn(user.id), proof }, KIND, CLIENT)).rejects.toEqual(code("wrong_credentials"));
    await blockSiteUser(tenant.context, user.id);
    await expect(beginSession(site, signedIn(user.id), KIND, CLIENT)).rejects.toEqual(code("wrong_credentials"));
  });
});

describe("a refresh token", () => {
  test("is good once; its successor takes its place", async () => {
    const { site, first, refresh } = await begun();
    const second = await refreshSession(site, refresh, KIND);
    expect(second.session).toMatchObject({ id: first.session.id, handle: first.session.handle });
    expect(second.refresh?.text).not.toBe(refresh);
    const third = await refreshSession(site, second.refresh?.text ?? "", KIND);
    await expect(getSession(site, third.access.text)).resolves.toMatchObject({ id: first.session.id });
  });

  test("asked with by 64 at once has one successor", async () => {
    const { site, user, refresh } = await begun();
    const answers = await Promise.all(Array.from({ length: 64 }, () => refreshSession(site, refresh, KIND)));
    expect(new Set(answers.map((answer) => answer.refresh?.text)).size).toBe(1);
    expect(await sessionsOf(user.id)).toMatchObject([{ generation: 1, ended_at: null }]);
  });

  test("that comes again later ends its session, and the newest with it", async () => {
    const { site, user, first, refresh } = await begun();
    const second = await refreshSession(site, refresh, KIND);
    await sql("UPDATE sessions SET renewed_at = now() - interval '11 seconds' WHERE id = $1", [first.session.id]);
    await expect(refreshSession(site, refresh, KIND)).rejects.toEqual(code("refresh_token_reused"));
    await expect(refreshSession(site, second.refresh?.text ?? "", KIND)).rejects.toEqual(code("session_ended"));
    await expect(getSession(site, second.access.text)).rejects.toEqual(code("session_ended"));
    expect(await sessionsOf(user.id)).toMatchObject([{ ended_at: expect.any(Date), reused_at: expect.any(Date) }]);
  });

  test("stays good under a new key of SIGNIN_KEYS, with one successor for those who ask before and after", async () => {
    const { site, first, refresh } = await begun();
    const earlier = await refreshSession(site, refresh, KIND);
    const before = env();
    setEnv({ ...before, keys: [{ id: "newest", bytes: randomBytes(32) }, ...before.keys] });
    try {
      forgetSigningKeys(site);
      const twin = await refreshSession(site, refresh, KIND);
      expect(twin.refresh?.text).toBe(earlier.refresh?.text);
      const next = await refreshSession(site, twin.refresh?.text ?? "", KIND);
      for (const { access } of [first, earlier, twin, next]) await expect(getSession(site, access.text)).resolves.toBeDefined();
    } finally {
      setEnv(before);
    }
  });

  test("that is two renewals old ends its session, even at once", async () => {
    const { site, refresh } = await begun();
    const second = await refreshSession(site, refresh, KIND);
    await refreshSession(site, second.refresh?.text ?? "", KIND);
    await expect(refreshSession(site, refresh, KIND)).rejects.toEqual(code("refresh_token_reused"));
  });

  test("is worth nothing on another wire or at another site, and ends nothing there", async () => {
    const { tenant, site, refresh } = await begun();
    const sibling = await addSite(tenant);
    await expect(refreshSession(site, refresh, { ...KIND, dialect: "fastauth" })).rejects.toEqual(code("session_ended"));
    await expect(refreshSession(sibling.context, refresh, KIND)).rejects.toEqual(code("session_ended"));
    expect(await endSessionOfRefreshToken(sibling.context, refresh, "fastgen")).toBe(false);
    expect(await endSessionOfRefreshToken(site, refresh, "fastauth")).toBe(false);
    await expect(refreshSession(site, refresh, KIND)).resolves.toBeDefined();
  });

  test("signs out for good, also when another tab renews it at the same moment", async () => {
    const tenant = await makeTenant();
    for (let round = 0; round < 6; round += 1) {
      const { site, user, refresh } = await begun(tenant);
      const renewing = refreshSession(site, refresh, KIND);
      if (round % 2 === 0) await renewing;
      const [renewed, ended] = await Promise.allSettled([renewing, endSessionOfRefreshToken(site, refresh, KIND.dialect)]);
      if (renewed.status === "rejected") expect(renewed.reason).toEqual(code("session_ended"));
      expect(ended).toEqual({ status: "fulfilled", value: true });
      expect(await sql("SELECT id FROM sessions WHERE site_user_id = $1 AND ended_at IS NULL", [user.id])).toEqual([]);
      expect(await endSessionOfRefreshToken(site, refresh, KIND.dialect)).toBe(false);
    }
  });

  test("that nobody made ends nothing", async () => {
    const { site, user, refresh } = await begun();
    const token = readRefreshToken(refresh);
    const [next] = token ? successorsOf(token) : [];
    const flipped = [...refresh].map((_, at) => refresh.slice(0, at) + (refresh[at] === "A" ? "B" : "A") + refresh.slice(at + 1));
    for (const text of ["", "rft_", refresh.slice(0, -1), `${refresh}A`, ` ${refresh}`, ...flipped, next?.text ?? ""]) {
      await expect(refreshSession(site, text, KIND)).rejects.toEqual(code("session_ended"));
    }
    expect(await sessionsOf(user.id)).toMatchObject([{ generation: 0, ended_at: null }]);
  });

  test("and a deletion, a block or a new password at the same moment leave nobody signed in", async () => {
    const tenant = await makeTenant();
    const site = tenant.context;
    const endings: ((id: bigint) => Promise<unknown>)[] = [
      (id) => deleteSiteUser(tenant.account, id),
      (id) => blockSiteUser(site, id),
      (id) => updateSiteUser(tenant.account, id, { password: "another horse battery" }),
    ];
    for (let round = 0; round < 12; round += 1) {
      const { user, refresh } = await begun(tenant);
      const [renewed] = await Promise.allSettled([refreshSession(site, refresh, KIND), endings[round % 3]?.(user.id)]);
      if (renewed.status === "rejected") expect(renewed.reason).toEqual(code("session_ended"));
      expect(await sql("SELECT id FROM sessions WHERE site_user_id = $1 AND ended_at IS NULL", [user.id])).toEqual([]);
    }
  });
});

describe("an access token", () => {
  test("of another site is none, whoever's it is", async () => {
    const { tenant, site, first } = await begun();
    const other = await begun(await addSite(tenant));
    await expect(getSession(site, other.first.access.text)).rejects.toEqual(code("access_token_unusable"));
    await expect(getSession(other.site, first.access.text)).rejects.toEqual(code("access_token_unusable"));
    await expect(getSession(site, null)).rejects.toEqual(code("not_signed_in"));
  });

  test("that is forged, expired or something else is none", async () => {
    const { site, first, refresh } = await begun();
    const { kid, key } = await signingKey(site);
    const [jwk] = await publishedKeys(site);
    const now = Math.floor(Date.now() / 1000);
    const payload = { ...first.access.payload, iat: now, exp: now + 60 };
    const sign = (claims: object, header: object = {}, by: Parameters<SignJWT["sign"]>[0] = key) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header }).sign(by);
    for (const iat of [now, now + 30]) {
      await expect(getSession(site, await sign({ ...payload, iat }))).resolves.toMatchObject({ id: first.session.id });
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const [head = "", body = "", signature = ""] = first.access.text.split(".");
    const secret = new TextEncoder().encode(JSON.stringify(jwk));
    const forged = [
      "",
      "a.b.c",
      refresh,
      "x".repeat(9_000),
      `${head}.${body}.`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${part({ ...payload, sub: "somebody" })}.${signature}`,
      `${part({ alg: "none", typ: "JWT", kid })}.${body}.`,
      `${part({ alg: "RS256", typ: "JWT", kid: "../../etc/passwd" })}.${body}.${signature}`,
      await sign(payload, { alg: "HS256" }, secret),
      await sign(payload, { typ: "at+jwt" }),
      await sign(payload, { kid: "s-unknown" }),
      await sign({ ...payload, stt: 1 }),
      await sign({ ...payload, stt: "0" }),
      await sign({ ...payload, iss: "https://evil.example" }),
      await sign({ ...payload, aud: "pid_other" }),
      await sign({ ...payload, exp: now - 1 }),
      await sign({ ...payload, nbf: now + 600 }),
      await sign({ ...payload, exp: undefined }),
      await sign({ ...payload, exp: "tomorrow" as never }).catch(() => "a.b.c"),
      await sign({ ...payload, sessionHandle: 7 }),
    ];
    for (const text of forged) await expect(getSession(site, text)).rejects.toEqual(code("access_token_unusable"));
  });
});

describe("a token of our own making", () => {
  test("of a key, an algorithm or a time that we did not give is none", async () => {
    const { site, first } = await begun();
    const { kid, key } = await signingKey(site);
    const [jwk] = await publishedKeys(site);
    const strange = await generateKeyPair("RS256");
    const spki = await exportSPKI((await verifyingKey(site, kid)) as CryptoKey);
    const now = Math.floor(Date.now() / 1000);
    const payload = { ...first.access.payload, iat: now, exp: now + 60 };
    const text = (value: string) => Buffer.from(value).toString("base64url");
    const part = (value: object) => text(JSON.stringify(value));
    const [head = "", body = "", signature = ""] = first.access.text.split(".");
    const own = { alg: "RS256", typ: "JWT", kid };
    const sign = (claims: object, header: object = {}, by: CryptoKey | Uint8Array = key as CryptoKey) =>
      new SignJWT({ ...claims }).setProtectedHeader({ ...own, ...header }).sign(by);
    /** A payload as it stands, signed as ours is. */
    const signRaw = (json: string) => new CompactSign(new TextEncoder().encode(json)).setProtectedHeader(own).sign(key as CryptoKey);
    const forged: [what: string, token: string | Promise<string>][] = [
      ...["none", "None", "NONE", "nOnE", "", "RS384", "RS512", "PS256", "ES256", "EdDSA", "HS256", "HS512"].map(
        (alg): [string, string] => [`alg ${alg}`, `${part({ ...own, alg })}.${body}.${signature}`],
      ),
      ["alg none without a signature", `${part({ ...own, alg: "none" })}.${body}.`],
      ["an HMAC by the published key", sign(payload, { alg: "HS256" }, new TextEncoder().encode(JSON.stringify(jwk)))],
      ["an HMAC by the published key as PEM", sign(payload, { alg: "HS256" }, new TextEncoder().encode(spki))],
      ["another algorithm by our key's name", sign(payload, {}, strange.privateKey)],
      ["a key that comes along", sign(payload, { jwk: await exportJWK(strange.publicKey) }, strange.privateKey)],
      ["an address of keys", sign(payload, { jku: "https://evil.example/jwks.json" }, strange.privateKey)],
      ["an address of certificates", sign(payload, { x5u: "https://evil.example/x.pem" }, strange.privateKey)],
      ["certificates that come along", sign(payload, { x5c: [Buffer.from("x").toString("base64")] }, strange.privateKey)],
      ["what has to be understood", `${part({ ...own, crit: ["exp"], exp: 1 })}.${body}.${signature}`],
      ["what has to be understood and is nothing", `${part({ ...own, crit: ["evil"], evil: true })}.${body}.${signature}`],
      ...[
        "../../../../etc/passwd",
        "' OR 1=1 --",
        "https://evil.example/jwks",
        "s-\0",
        "",
        kid.toUpperCase(),
        `${kid} `,
        "x".repeat(9_000),
      ].map((name): [string, Promise<string>] => [`kid ${name.slice(0, 30)}`, sign(payload, { kid: name }, strange.privateKey)]),
      ...[7, null, [kid], { kid }].map((name): [string, string] => [`kid ${name}`, `${part({ ...own, kid: name })}.${body}.${signature}`]),
      ["a JWE", `${part({ alg: "dir", enc: "A256GCM", kid })}..${text("iv")}.${text("x")}.${text("tag")}`],
      [
        "a JWE of ten million rounds",
        `${part({ alg: "PBES2-HS256+A128KW", enc: "A128GCM", p2c: 10_000_000, p2s: text("salt"), kid })}.${text("k")}.${text("iv")}.${text("x")}.${text("tag")}`,
      ],
      [
        "a packed JWE",
        `${part({ alg: "RSA-OAEP", enc: "A128GCM", zip: "DEF", kid })}.${text("k")}.${text("iv")}.${text("x")}.${text("tag")}`,
      ],
      ["a packed payload", `${part({ ...own, zip: "DEF" })}.${body}.AAAA`],
      ["two headers", `${head}.${head}.${body}.${signature}`],
      ["a signature said twice", `${head}.${body}.${signature}${signature}`],
      ...[now - 1, 0, -1, now - 0.5, -1e300].map((exp): [string, Promise<string>] => [`exp ${exp}`, sign({ ...payload, exp })]),
      ...[now + 600, 1e300, now + 61.5].map((nbf): [string, Promise<string>] => [`nbf ${nbf}`, sign({ ...payload, nbf })]),
      ...['"tomorrow"', `"${now + 60}"`, "null", "true", "[]", "{}"].flatMap((value) =>
        ["exp", "nbf", "iat"].map((name): [string, Promise<string>] => [
          `${name} ${value}`,
          signRaw(JSON.stringify({ ...payload, [name]: "here" }).replace('"here"', value)),
        ]),
      ),
      ...[now + 90, now + 90.5, 1e300].map((iat): [string, Promise<string>] => [`iat ${iat}`, sign({ ...payload, iat })]),
      ["no time of issue", sign({ ...payload, iat: undefined })],
      ["no subject", sign({ ...payload, sub: undefined })],
      ["no object", signRaw("[]")],
      ["no JSON", signRaw("{")],
    ];
    expect(forged.length).toBeGreaterThanOrEqual(60);
    await expect(getSession(site, await sign(payload))).resolves.toMatchObject({ id: first.session.id });
    for (const [what, token] of forged) {
      const refusal = await getSession(site, await token).catch((error: { code: string }) => error.code);
      expect([what, refusal]).toEqual([what, "access_token_unusable"]);
    }
  });
});

describe("a session that goes on for long", () => {
  test("ends a year after its session began, however often it was renewed", async () => {
    const { site, first, refresh } = await begun();
    const began = (ago: string) => sql("UPDATE sessions SET created_at = now() - $2::interval WHERE id = $1", [first.session.id, ago]);
    await began("364 days 23 hours");
    const renewed = await refreshSession(site, refresh, { ...KIND, refreshS: 100 * 86_400 });
    expect(renewed.session.expiresAt.getTime() - Date.now()).toBeLessThan(3_700_000);
    await began("365 days");
    const last = await refreshSession(site, renewed.refresh?.text ?? "", KIND);
    await expect(getSession(site, last.access.text)).rejects.toEqual(code("session_ended"));
    await expect(refreshSession(site, last.refresh?.text ?? "", KIND)).rejects.toEqual(code("session_ended"));
  });
});

describe("a signing key", () => {
  test("is a site's own and stays sealed", async () => {
    const { site } = await begun();
    const [jwk] = await publishedKeys(site);
    expect(jwk).toEqual({ kty: "RSA", n: expect.any(String), e: "AQAB", kid: expect.stringMatching(/^s-/), alg: "RS256", use: "sig" });
    const [row] = await keysOf(site.scope.siteId);
    expect(String(Buffer.from(row?.private_sealed as Uint8Array).toString("latin1"))).not.toContain("PRIVATE KEY");
  });

  test("is made once, however many ask at first", async () => {
    const { context: site } = await makeTenant();
    const keys = await Promise.all(
      Array.from({ length: 8 }, () => {
        forgetSigningKeys(site);
        return signingKey(site);
      }),
    );
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect(await keysOf(site.scope.siteId)).toHaveLength(1);
  });

  test("that nobody has is looked for once, however many ask at the same moment", async () => {
    const { context } = await makeTenant();
    await signingKey(context);
    const findMany = vi.fn(context.db.signingKey.findMany);
    const site = { ...context, db: { ...context.db, signingKey: { findMany } } } as unknown as typeof context;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_000 });
    try {
      const asked = Array.from({ length: 20 }, (_, nth) => verifyingKey(site, `s-${nth}`));
      expect(await Promise.all(asked)).toEqual(asked.map(() => null));
      expect(findMany).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("that was made by a machine whose clock is ahead signs here as well", async () => {
    const { context: site } = await makeTenant();
    const { kid } = await signingKey(site);
    await sql("UPDATE signing_keys SET signs_from = now() + interval '1 minute' WHERE site_id = $1", [site.scope.siteId]);
    forgetSigningKeys(site);
    expect((await signingKey(site)).kid).toBe(kid);
  });

  test("is replaced without anybody being signed out: published first, then signing", async () => {
    const { tenant, site, first, begin } = await begun();
    const { kid } = await signingKey(site);
    await rotateSigningKey(tenant.account, { id: tenant.site.id });
    expect((await publishedKeys(site)).map((key) => key.kid)).toEqual([expect.not.stringMatching(kid), kid]);
    expect((await signingKey(site)).kid).toBe(kid);
    await sql("UPDATE signing_keys SET signs_from = now() WHERE site_id = $1", [site.scope.siteId]);
    forgetSigningKeys(site);
    expect((await signingKey(site)).kid).not.toBe(kid);
    await expect(getSession(site, first.access.text)).resolves.toBeDefined();
    await expect(getSession(site, (await begin()).access.text)).resolves.toBeDefined();
  });

  test("that is the first of a site signs at once", async () => {
    const { account, context: site } = await makeTenant();
    const { kid, previousUntil } = await rotateSigningKey(account, { id: site.scope.siteId });
    expect([(await signingKey(site)).kid, previousUntil]).toEqual([kid, null]);
  });

  test("is replaced once by those who ask at the same moment", async () => {
    const { tenant, site } = await begun();
    const rotations = await Promise.allSettled(Array.from({ length: 4 }, () => rotateSigningKey(tenant.account, { id: tenant.site.id })));
    expect(rotations.filter(({ status }) => status === "fulfilled").length + 1).toBe((await keysOf(site.scope.siteId)).length);
    for (const rotation of rotations) if (rotation.status === "rejected") expect(rotation.reason).toEqual(code("conflict"));
  });

  test("is replaced with everything ended, on request", async () => {
    const { tenant, site, first, refresh, begin } = await begun();
    await rotateSigningKey(tenant.account, { id: tenant.site.id }, { revoke: true });
    await expect(getSession(site, first.access.text)).rejects.toEqual(code("access_token_unusable"));
    await expect(refreshSession(site, refresh, KIND)).rejects.toEqual(code("session_ended"));
    expect(await publishedKeys(site)).toHaveLength(1);
    await expect(getSession(site, (await begin()).access.text)).resolves.toBeDefined();
  });
});
