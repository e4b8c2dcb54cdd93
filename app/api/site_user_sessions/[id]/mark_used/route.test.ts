import { describe, expect, test } from "vitest";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { answer, call } from "@/lib/testing/call-route";
import { addSite, basic, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { notFound, unauthorized } from "@/lib/testing/refusals";
import { expire, sql } from "@/lib/testing/sql";
import { changingNothing, expectRefusals } from "@/lib/testing/unchanged";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

type Credential = { token?: string; headers?: Record<string, string> };

const mark = (ref: unknown, credential: Credential) => answer(call("POST", `/api/site_user_sessions/${ref}/mark_used`, credential));
const bearer = ({ apiToken }: Tenant): Credential => ({ token: apiToken });
const client = (tenant: Tenant): Credential => ({ headers: basic(tenant) });
const exchange = (tenant: Tenant, token: string) => answer(call("POST", `/api/site_user_sessions/${token}`, bearer(tenant)));

async function signedIn() {
  const tenant = await makeTenant();
  const token = await makeToken(tenant, await makeUser(tenant));
  const [row] = await sql<{ id: string }>("SELECT id FROM callback_tokens WHERE token_hash = $1", [sha256(token)]);
  return { tenant, token, id: Number(row?.id) };
}

const marked = (id: number, token: string) => ({
  status: 200,
  body: { site_user_session: { id, token, used: true, created_at: TIME }, message: "Session marked as used" },
});

describe("POST /api/site_user_sessions/:id/mark_used", () => {
  describe("200", () => {
    test("right after the exchange, as documented", async () => {
      const { tenant, token, id } = await signedIn();
      expect((await exchange(tenant, token)).status).toBe(200);
      expect(await mark(token, bearer(tenant))).toEqual(marked(id, token));
    });

    test("by the token, which is echoed, and by the id, which shows it masked", async () => {
      const { tenant, token, id } = await signedIn();
      expect(await mark(token, bearer(tenant))).toEqual(marked(id, token));
      expect(await mark(id, bearer(tenant))).toEqual(marked(id, `tkn_…${token.slice(-4)}`));
    });

    test("with the site's own client id and secret", async () => {
      const { tenant, token, id } = await signedIn();
      expect(await mark(token, client(tenant))).toEqual(marked(id, token));
      expect(await mark(id, client(tenant))).toEqual(marked(id, `tkn_…${token.slice(-4)}`));
    });

    test("again and again: nothing changes any more, not even the time", async () => {
      const { tenant, token, id } = await signedIn();
      await mark(token, bearer(tenant));
      const again = () => Promise.all([mark(token, bearer(tenant)), mark(id, client(tenant)), mark(token, client(tenant))]);
      expect((await changingNothing(again)).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    test("of a token that was never exchanged and is over", async () => {
      const { tenant, token, id } = await signedIn();
      await expire(token);
      expect(await mark(token, bearer(tenant))).toEqual(marked(id, token));
    });
  });

  describe("401", () => {
    test("without, with a wrong and with a revoked credential", async () => {
      const { tenant, token } = await signedIn();
      const pair = `${tenant.site.clientId}:${newToken("pst_")}`;
      const wrong: Credential[] = [
        {},
        { token: newToken("gma_") },
        { headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } },
      ];
      await expectRefusals(
        wrong.map((credential) => [credential, unauthorized] as const),
        (credential) => mark(token, credential),
      );
      await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [tenant.account.scope.accountId]);
      expect(await changingNothing(() => mark(token, bearer(tenant)))).toEqual(unauthorized);
    });
  });

  describe("404", () => {
    test("what is not there and what is somebody else's are one answer, and the owner's token stays usable", async () => {
      const { tenant, token, id } = await signedIn();
      const [stranger, sibling] = [await makeTenant(), await addSite(tenant)];
      const nothing = [
        newToken("tkn_"),
        1,
        0,
        "-1",
        "9007199254740991",
        "9007199254740993",
        "9".repeat(400),
        "x",
        "tkn_",
        `${token}x`,
        token.toUpperCase(),
      ];
      const cases = [
        ...[token, id].flatMap((ref) => [bearer(stranger), client(stranger), client(sibling)].map((credential) => ({ ref, credential }))),
        ...nothing.flatMap((ref) => [bearer(tenant), client(tenant)].map((credential) => ({ ref, credential }))),
      ];
      await expectRefusals(
        cases.map((given) => [given, notFound] as const),
        ({ ref, credential }) => mark(ref, credential),
      );
      expect((await exchange(tenant, token)).status).toBe(200);
    });
  });
});
