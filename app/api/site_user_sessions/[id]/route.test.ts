import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, basic, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { badJson, badRequest, invalid, notFound, tooLarge, unauthorized } from "@/lib/testing/refusals";
import { newUser, TIME } from "@/lib/testing/seen";
import { expire, rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const USED = invalid("Token has already been used");
const EXPIRED = invalid("Token has expired");

type User = Awaited<ReturnType<typeof makeUser>>;
type Credential = { token?: string; headers?: Record<string, string> };
/** The same exchange with a body. */
const exchangeWith = (tenant: Tenant, token: string, body: object) =>
  answer(call("POST", `/api/site_user_sessions/${token}`, { ...bearer(tenant), ...body }));

const at = (method: string, ref: unknown, credential: Credential) => answer(call(method, `/api/site_user_sessions/${ref}`, credential));
const bearer = ({ apiToken }: Tenant): Credential => ({ token: apiToken });
const client = (tenant: Tenant): Credential => ({ headers: basic(tenant) });
const exchange = (tenant: Tenant, ref: unknown) => at("POST", ref, bearer(tenant));
const markUsed = (tenant: Tenant, token: string) =>
  call("POST", `/api/site_user_sessions/${token}/mark_used`, bearer(tenant)).then(({ status }) => status);

/** A customer with a user who has just signed in. */
async function signedIn(tenant?: Tenant) {
  const at_ = tenant ?? (await makeTenant());
  const user = await makeUser(at_);
  const token = await makeToken(at_, user);
  const [row] = await sql<{ id: string }>("SELECT id FROM callback_tokens WHERE token_hash = $1", [sha256(token)]);
  return { tenant: at_, user, token, id: Number(row?.id) };
}

/** What an exchange tells, whole. */
const exchanged = (user: User, token: string) => ({
  status: 200,
  body: {
    site_user: {
      ...newUser,
      id: Number(user.id),
      site_id: Number(user.siteId),
      email: user.email,
      name: "Jane",
      last_sign_in_at: TIME,
    },
    site_user_session: { id: expect.any(Number), token, used: true, created_at: TIME, expires_at: TIME },
  },
});

/** References to no session of the account: impossible, unknown, and another account's. */
async function strangers(): Promise<unknown[]> {
  const other = await signedIn();
  const impossible = [
    "0",
    "-1",
    "01",
    "1.5",
    "1e9",
    "9007199254740993",
    "9".repeat(5_000),
    "x",
    "tkn_",
    "tkn_abc123",
    "TKN_",
    "null",
    "%20",
    "%25",
    "*",
  ];
  const others = [newToken("gma_"), newToken("rst_"), newToken("pst_"), newToken("tkn_").toUpperCase(), `tkn_${"A".repeat(48)}`];
  return [other.id, other.token, newToken("tkn_"), 1, "9007199254740991", ...impossible, ...others];
}

describe("GET /api/site_user_sessions/:id", () => {
  describe("200", () => {
    test("by the token, which is echoed, and by the id, which shows it masked; reading spends nothing", async () => {
      const { tenant, user, token, id } = await signedIn();
      const session = { id, site_id: Number(user.siteId), site_user_id: Number(user.id), used: false, created_at: TIME, expires_at: TIME };
      const byToken = { status: 200, body: { site_user_session: { ...session, token } } };
      const byId = { status: 200, body: { site_user_session: { ...session, token: `tkn_…${token.slice(-4)}` } } };
      const read = () => Promise.all([at("GET", token, bearer(tenant)), at("GET", id, bearer(tenant)), at("GET", token, bearer(tenant))]);
      expect(await changingNothing(read)).toEqual([byToken, byId, byToken]);
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
    });

    test("a session that is used or over can still be read", async () => {
      const { tenant, token, id } = await signedIn();
      await expire(token);
      expect((await at("GET", id, bearer(tenant))).body).toMatchObject({ site_user_session: { used: false } });
      await markUsed(tenant, token);
      expect((await at("GET", id, bearer(tenant))).body).toMatchObject({ site_user_session: { used: true } });
    });
  });

  describe("401", () => {
    test("without a token, and with a site's own credentials", async () => {
      const { tenant, token } = await signedIn();
      expect(await at("GET", token, {})).toEqual(unauthorized);
      expect(await at("GET", token, client(tenant))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer", async () => {
      const tenant = await makeTenant();
      const refs = await strangers();
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => at("GET", ref, bearer(tenant)),
      );
    });
  });
});

describe("POST /api/site_user_sessions/:token", () => {
  describe("200", () => {
    test("tells who signed in and spends the token, in the account's name", async () => {
      const { tenant, user, token, id } = await signedIn();
      const expected = exchanged(user, token);
      expected.body.site_user_session.id = id;
      expect(await exchange(tenant, token)).toEqual(expected);
      expect((await at("GET", id, bearer(tenant))).body).toMatchObject({ site_user_session: { used: true } });
    });

    test("the same with the site's own client id and secret", async () => {
      const { tenant, user, token } = await signedIn();
      expect(await at("POST", token, client(tenant))).toEqual(exchanged(user, token));
    });

    test("as the documented samples send it: a JSON content type and no body", async () => {
      const { tenant, user, token } = await signedIn();
      const headers = { authorization: `Bearer ${tenant.apiToken}`, "content-type": "application/json" };
      expect(await at("POST", token, { headers })).toEqual(exchanged(user, token));
      expect(await markUsed(tenant, token)).toBe(200);
    });

    test.each<[string, string, string?]>([
      ["an empty form: curl -d ''", "", "application/x-www-form-urlencoded"],
      ["a form", "token=x&code_verifier=y", "application/x-www-form-urlencoded"],
      ["text, as fetch calls a body that says nothing of itself", "{}", "text/plain;charset=UTF-8"],
      ["files", "--x--", "multipart/form-data; boundary=x"],
      ["bytes that are no text", "\u0000", "application/octet-stream"],
      ["an empty object: axios.post(url, {})", "{}", "application/json"],
      ["null: axios.post(url, null) with a JSON content type", "null", "application/json"],
      ["an empty list: json_encode([]), Http::post($url) of Laravel", "[]", "application/json; charset=utf-8"],
    ])("with what clients send when they have nothing to say: %s", async (_, body, type = "") => {
      const { tenant, user, token } = await signedIn();
      expect(await exchangeWith(tenant, token, { body, headers: { "content-type": type } })).toEqual(exchanged(user, token));
    });

    test("each sign-in of a user is a token of its own", async () => {
      const { tenant, user, token } = await signedIn();
      const second = await makeToken(tenant, user);
      expect(await exchange(tenant, second)).toEqual(exchanged(user, second));
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
    });
  });

  describe("400", () => {
    test("a body that says to be JSON and is none, or no object; the token stays usable", async () => {
      const { tenant, user, token } = await signedIn();
      const noObject = badRequest("The body must be a JSON object");
      const cases = [
        ["{", badJson],
        [" ", badJson],
        ["42", noObject],
        ['"x"', noObject],
        ["[1]", noObject],
      ] as const;
      await expectRefusals(cases, (body) => exchangeWith(tenant, token, { body, headers: { "content-type": "application/json" } }));
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
    });
  });

  describe("401", () => {
    test("without, with a revoked and with a malformed credential; the token stays usable", async () => {
      const { tenant, user, token } = await signedIn();
      const { site, apiToken } = tenant;
      const other = await addSite(tenant);
      const pair = (id: string, secret: string) => ({
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` },
      });
      const wrong: Credential[] = [
        {},
        { token: newToken("gma_") },
        { token: token },
        { token: site.clientSecret },
        pair(site.clientId, ""),
        pair(site.clientId, newToken("pst_")),
        pair(site.clientId, other.site.clientSecret),
        pair(other.site.clientId, site.clientSecret),
        pair("", site.clientSecret),
        pair(site.clientId, `${site.clientSecret} `),
        pair(site.clientId.toUpperCase(), site.clientSecret),
        pair(`${site.clientId}:`, site.clientSecret),
        pair(site.clientId, apiToken),
        pair("pid_' OR 1=1 --", site.clientSecret),
        { headers: { authorization: `Basic ${site.clientId}:${site.clientSecret}` } },
        { headers: { authorization: `Bearer ${site.clientId}:${site.clientSecret}` } },
      ];
      await expectRefusals(
        wrong.map((credential) => [credential, unauthorized] as const),
        (credential) => at("POST", token, credential),
      );
      await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [tenant.account.scope.accountId]);
      expect(await changingNothing(() => exchange(tenant, token))).toEqual(unauthorized);
      expect(await at("POST", token, client(tenant))).toEqual(exchanged(user, token));
    });

    test("before anything is said of the token: unknown, used and malformed ones answer alike", async () => {
      const { tenant, token } = await signedIn();
      await exchange(tenant, token);
      for (const ref of [token, newToken("tkn_"), "x", "1"]) expect(await at("POST", ref, {})).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer; an id is no token", async () => {
      const { tenant, id } = await signedIn();
      const refs = [id, ...(await strangers())];
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => exchange(tenant, ref),
      );
    });

    test("a stranger's attempt burns nothing: the owner exchanges afterwards", async () => {
      const { tenant, user, token } = await signedIn();
      const stranger = await makeTenant();
      for (const credential of [bearer(stranger), client(stranger)]) {
        expect(await changingNothing(() => at("POST", token, credential))).toEqual(notFound);
      }
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
      for (const credential of [bearer(stranger), client(stranger)]) expect(await at("POST", token, credential)).toEqual(notFound);
    });

    test("another site of the same account is a stranger with its own credentials, but not with the account's", async () => {
      const { tenant, user, token } = await signedIn();
      const sibling = await addSite(tenant);
      expect(await changingNothing(() => at("POST", token, client(sibling)))).toEqual(notFound);
      expect(await at("POST", token, bearer(sibling))).toEqual(exchanged(user, token));
      expect(await at("POST", token, client(sibling))).toEqual(notFound);
    });

    test("once the user, the session or the site is deleted", async () => {
      const tenant = await makeTenant();
      const [one, two, three] = [await signedIn(tenant), await signedIn(tenant), await signedIn(await addSite(tenant))];
      await call("DELETE", `/api/site_users/${one.user.id}`, bearer(tenant));
      await call("DELETE", `/api/site_user_sessions/${two.id}`, bearer(tenant));
      await call("DELETE", `/api/sites/${three.tenant.site.id}`, bearer(tenant));
      for (const { token } of [one, two, three]) expect(await exchange(tenant, token)).toEqual(notFound);
    });

    test("a thousand mutations of a live token: none is accepted, and none spends it", async () => {
      const { tenant, user, token } = await signedIn();
      const [prefix, body] = [token.slice(0, 4), token.slice(4)];
      const character = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
      const place = fc.integer({ min: 0, max: body.length - 1 });
      const put = (at_: number, text: string, over = 1) => prefix + body.slice(0, at_) + text + body.slice(at_ + over);
      const mutation = fc
        .oneof(
          fc.tuple(place, character).map(([index, char]) => put(index, char)),
          fc.tuple(place, place, character, character).map(([a, b, x, y]) => put(a, x).slice(0, 4 + b) + y + put(a, x).slice(5 + b)),
          place.map((index) =>
            put(
              index,
              body[index] === body[index]?.toUpperCase() ? (body[index]?.toLowerCase() ?? "") : (body[index]?.toUpperCase() ?? ""),
            ),
          ),
          place.map((index) => token.slice(0, index + 4)),
          place.map((index) => put(index, "")),
          fc.tuple(place, character).map(([index, char]) => put(index, char, 0)),
          place.chain((index) =>
            fc
              .constantFrom(" ", "\t", "\n", "%20", ".", "=", "+", "\u00a0", "\u200b", "\ufeff", "а", "０")
              .map((text) => put(index, text, 0)),
          ),
          place.map((index) => put(index, `%${(body.charCodeAt(index) ?? 0).toString(16)}`)),
          fc.constantFrom(
            ` ${token}`,
            `${token} `,
            `${token}\n`,
            `${token}=`,
            `${token}==`,
            `${token}?`,
            `${token}#`,
            token.toUpperCase(),
            token.toLowerCase(),
            body,
          ),
          fc.constantFrom(
            `gma_${body}`,
            `TKN_${body}`,
            `tkn-${body}`,
            `tkn_tkn_${body}`,
            `ｔkn_${body}`,
            `tkn_${[...body].reverse().join("")}`,
            token + token,
          ),
          fc.uint8Array({ minLength: 36, maxLength: 36 }).map((bytes) => prefix + Buffer.from(bytes).toString("base64url")),
        )
        .filter((mutated) => mutated !== token);
      const mutants = fc.sample(mutation, 1_000);
      const answers = await changingNothing(async () => {
        const given = [];
        for (const mutant of mutants) given.push(await exchange(tenant, encodeURIComponent(mutant)));
        return given;
      });
      expect(answers.filter(({ status }) => status !== 404)).toEqual([]);
      expect(new Set(answers.map((given) => JSON.stringify(given)))).toEqual(new Set([JSON.stringify(notFound)]));
      expect(await exchange(tenant, encodeURIComponent(token))).toEqual(exchanged(user, token));
    });
  });

  describe("413", () => {
    test("a body over 64 kB; the token stays usable", async () => {
      const { tenant, user, token } = await signedIn();
      const sent = { json: { code_verifier: "a".repeat(64 * 1024) } };
      expect(await changingNothing(() => exchangeWith(tenant, token, sent))).toEqual(tooLarge);
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
    });
  });

  describe("422", () => {
    test("a second time, by whichever credential, and without saying who it was", async () => {
      const { tenant, user, token } = await signedIn();
      expect(await exchange(tenant, token)).toEqual(exchanged(user, token));
      // The first of them is told to the audit log, and no other.
      expect(await exchange(tenant, token)).toEqual(USED);
      for (const credential of [bearer(tenant), client(tenant), bearer(tenant)]) {
        expect(await changingNothing(() => at("POST", token, credential))).toEqual(USED);
      }
    });

    test("after mark_used, and after an exchange with mark_used", async () => {
      const { tenant, token } = await signedIn();
      expect(await markUsed(tenant, token)).toBe(200);
      expect(await exchange(tenant, token)).toEqual(USED);
      expect(await markUsed(tenant, token)).toBe(200);
      expect(await exchange(tenant, token)).toEqual(USED);
    });

    test("once it has expired, on the database's clock; used afterwards, it is used", async () => {
      const { tenant, token } = await signedIn();
      await expire(token);
      for (const credential of [bearer(tenant), client(tenant)]) {
        expect(await changingNothing(() => at("POST", token, credential))).toEqual(EXPIRED);
      }
      expect(await markUsed(tenant, token)).toBe(200);
      expect(await exchange(tenant, token)).toEqual(USED);
    });
  });
});

describe("DELETE /api/site_user_sessions/:id", () => {
  describe("200", () => {
    test.each(["token", "id"] as const)("by its %s, and no other session", async (ref) => {
      const { tenant, user, ...session } = await signedIn();
      const kept = await makeToken(tenant, user);
      expect(await at("DELETE", session[ref], bearer(tenant))).toEqual({ status: 200, body: { message: "Session deleted" } });
      expect(await at("GET", session.id, bearer(tenant))).toEqual(notFound);
      expect(await at("DELETE", session[ref], bearer(tenant))).toEqual(notFound);
      expect(await exchange(tenant, session.token)).toEqual(notFound);
      expect(await exchange(tenant, kept)).toEqual(exchanged(user, kept));
      expect(await rowsOf(`site_users WHERE id = ${user.id}`)).toBe(1);
    });
  });

  describe("401", () => {
    test("without a token, and with a site's own credentials", async () => {
      const { tenant, token } = await signedIn();
      expect(await changingNothing(() => at("DELETE", token, {}))).toEqual(unauthorized);
      expect(await changingNothing(() => at("DELETE", token, client(tenant)))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer, and stay as they are", async () => {
      const tenant = await makeTenant();
      const refs = await strangers();
      await expectRefusals(
        refs.map((ref) => [ref, notFound] as const),
        (ref) => at("DELETE", ref, bearer(tenant)),
      );
    });
  });
});
