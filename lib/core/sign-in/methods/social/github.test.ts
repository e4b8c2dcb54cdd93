import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { addProvider, OIDC_CLIENT } from "@/lib/testing/identity-provider";
import { makeTenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { visitorAt } from "@/lib/testing/visitor";
import { beginSocial } from "./begin";
import { finishSocial } from "./finish";

/** A stand-in for GitHub: its token address, its user and their addresses. */
let hook: Awaited<ReturnType<typeof startHook>>;
beforeAll(async () => {
  hook = await startHook();
  allowLoopback();
});
afterAll(() => hook.stop());

type Answers = { token?: object; user?: object; emails?: unknown; emailsStatus?: number };

function github({ token, user, emails, emailsStatus = 200 }: Answers) {
  hook.received.length = 0;
  hook.answer = (response, received) => {
    if (received.path === "/login/oauth/access_token") {
      return answering(200, token ?? { access_token: "gho_1", token_type: "bearer", scope: "user:email" })(response, received);
    }
    if (received.headers.authorization !== "Bearer gho_1") return answering(401, {})(response, received);
    return received.path === "/api/v3/user"
      ? answering(200, user ?? { id: 7, login: "jane", name: null, email: "shown@example.com" })(response, received)
      : answering(emailsStatus, emails ?? [])(response, received);
  };
}

async function enter() {
  const tenant = await makeTenant();
  const providerId = await addProvider(tenant, `http://localhost:${hook.port}`, "github");
  const gone = await beginSocial(tenant.context, { providerId, linkTo: null, clientState: null, to: null, frame: null }, visitorAt());
  const outcome = await finishSocial(tenant.context, { code: "c1", state: gone.state }, gone.browser, visitorAt(), null);
  const [user] = await sql<{ email: string; name: string; proved: boolean; subject: string }>(
    `SELECT u.email, u.name, u.email_verified_at IS NOT NULL AS proved, l.subject
     FROM site_users u JOIN linked_accounts l ON l.site_user_id = u.id WHERE u.site_id = $1`,
    [tenant.site.id],
  );
  return { gone, outcome, user };
}

describe("GitHub", () => {
  test("is asked for the code, the user and their addresses, by the site's own client", async () => {
    const email = `${unique("jane")}@example.com`;
    github({
      emails: [
        { email: "old@example.com", primary: false, verified: true },
        { email, primary: true, verified: true },
      ],
    });
    const { gone, outcome, user } = await enter();
    const url = new URL(gone.to);
    expect(url.pathname).toBe("/login/oauth/authorize");
    expect(url.searchParams.get("scope")).toBe("read:user user:email");
    expect(url.searchParams.has("nonce")).toBe(false);
    expect(outcome).toMatchObject({ kind: "signed_in" });
    expect(user).toEqual({ email, name: "jane", proved: true, subject: "7" });
    expect(hook.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /login/oauth/access_token",
      "GET /api/v3/user",
      "GET /api/v3/user/emails",
    ]);
    expect(Object.fromEntries(new URLSearchParams(hook.received[0]?.body))).toEqual({
      client_id: OIDC_CLIENT.clientId,
      client_secret: OIDC_CLIENT.clientSecret,
      code: "c1",
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      grant_type: "authorization_code",
      redirect_uri: url.searchParams.get("redirect_uri"),
    });
  });

  test.each<[string, Answers]>([
    ["the primary address is not verified", { emails: [{ email: "a@example.com", primary: true, verified: false }] }],
    ["only another address is verified", { emails: [{ email: "a@example.com", primary: false, verified: true }] }],
    ["addresses are not told", { emailsStatus: 404 }],
    ["addresses are told in no way that we know", { emails: { error: "moved" } }],
  ])("vouches for no address when %s", async (_, answers) => {
    github(answers);
    expect((await enter()).user).toMatchObject({ email: expect.stringMatching(/@no-mail\.invalid$/), proved: false, subject: "7" });
  });

  test.each<[string, Answers]>([
    ["the code is refused", { token: { error: "bad_verification_code" } }],
    ["the token is none", { token: { token_type: "bearer" } }],
    ["the token is another's", { token: { access_token: "gho_2", token_type: "bearer" } }],
    ["the user is nobody", { user: { login: "jane" } }],
    ["the user is a text", { user: { id: "7", login: "jane" } }],
  ])("signs nobody in when %s", async (_, answers) => {
    github(answers);
    await expect(enter()).rejects.toMatchObject({ code: "provider_failed" });
  });
});
