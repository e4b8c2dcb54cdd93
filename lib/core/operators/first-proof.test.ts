import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accountByApiToken } from "@/lib/db/hot/account-by-api-token";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { hashToken } from "@/lib/kernel/secrets";
import { signWith } from "@/lib/testing/authenticator";
import { call } from "@/lib/testing/call-route";
import { freshIp } from "@/lib/testing/hosted-pages";
import { isAlive, makeOperator, OPERATOR_PASSWORD, type SignedIn, sessionOf, signedIn } from "@/lib/testing/make-operator";
import { makeOperatorPasskey, withApp } from "@/lib/testing/make-operator-factor";
import { unique } from "@/lib/testing/make-tenant";
import { ownerPool, sql } from "@/lib/testing/sql";
import { createApiToken } from "../api-tokens/create-api-token";
import { createSite } from "../sites/create-site";
import { findOperatorLink } from "./find-operator-link";
import { inviteOperator } from "./invite-operator";
import { joinAccount } from "./join-account";
import { listOperators } from "./list-operators";
import { resetLinkFor } from "./reset-link";
import { resetOperatorPassword } from "./reset-operator-password";
import { beginPasskeyLogin, signInByPasskey } from "./sign-in-by-passkey";
import { signInOperator } from "./sign-in-operator";
import { signUpOperator } from "./sign-up-operator";

let before: Env;
beforeEach(async () => {
  before = env();
  setEnv({ ...before, OPERATOR_SIGNUP: "open" });
  await makeOperator();
});
afterEach(() => setEnv(before));

const NEW = "another long operator password";
const address = () => `${unique("op")}@example.com`;
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";

/** Whether a token lets a program in. */
const opens = async (token: string) => (await accountByApiToken(hashToken("gma_", token) as Uint8Array)) !== null;

/** Signs up with an address that nobody has proved. */
async function signUp(email = address()): Promise<SignedIn> {
  const session = await signUpOperator({ name: "Mallory", email, password: OPERATOR_PASSWORD }, freshIp());
  return { operator: await signedIn(session), email, session };
}

/** Another operator of the same account, by the link that the inviter was shown. */
async function friendOf({ operator }: SignedIn): Promise<SignedIn> {
  const { email, link } = await inviteOperator(operator, { email: address() });
  const session = sessionOf(await joinAccount({ token: tokenOf(link), name: "Friend", password: OPERATOR_PASSWORD }));
  return { operator: await signedIn(session), email, session };
}

/** Sets a new password by mail, as the owner of the address. */
const reset = async ({ email }: SignedIn) =>
  sessionOf(await resetOperatorPassword({ token: tokenOf(await resetLinkFor(email)), password: NEW }));

/** Which operators of an account have proved their address, the first one first. */
const proofs = async ({ operator: { scope } }: SignedIn) =>
  (
    await sql<{ proved: boolean }>(
      "SELECT email_verified_at IS NOT NULL AS proved FROM operators WHERE account_id = $1 ORDER BY created_at, id",
      [scope.accountId],
    )
  ).map(({ proved }) => proved);

describe("the first proof of an address in an account", () => {
  test("voids what somebody opened the account with who signed up with it, and keeps what it holds", async () => {
    const attacker = await signUp();
    const { token } = await createApiToken(attacker.operator, { name: "mine" });
    const friend = await friendOf(attacker);
    const site = await createSite(attacker.operator, { name: "Acme", slug: unique("acme") });
    const byVictim = await inviteOperator(attacker.operator, { email: address() });
    const byFriend = await inviteOperator(friend.operator, { email: address() });
    const friendsReset = tokenOf(await resetLinkFor(friend.email));
    expect(await proofs(attacker)).toEqual([false, false]);

    const answers = async () => (await call("GET", "/api/sites", { token })).status;
    expect(await answers()).toBe(200);
    const session = await reset(attacker);
    expect([await answers(), await isAlive(attacker.session), await isAlive(friend.session)]).toEqual([401, false, false]);
    for (const { email } of [attacker, friend])
      await expect(signInOperator({ email, password: OPERATOR_PASSWORD }, { ip: freshIp() })).rejects.toMatchObject({
        code: "wrong_credentials",
      });
    for (const { link } of [byVictim, byFriend]) expect(await findOperatorLink("invitation", tokenOf(link))).toBeNull();
    expect(await findOperatorLink("reset_password", friendsReset)).toBeNull();

    const victim = await signedIn(session);
    expect((await listOperators(victim)).map(({ email }) => email)).toEqual([attacker.email]);
    expect(await victim.db.site.findMany({ select: { id: true } })).toEqual([{ id: site.id }]);
    expect(await proofs(attacker)).toEqual([true]);
  });

  test("takes a stranger's passkey from the address; one from after it stays, and so does one beside an app", async () => {
    const use = (passkey: Awaited<ReturnType<typeof makeOperatorPasskey>>) =>
      signInByPasskey(JSON.stringify(signWith(passkey, beginPasskeyLogin()))).then(isAlive, (error: { code: string }) => error.code);
    const attacker = await signUp();
    const planted = await makeOperatorPasskey(attacker.operator);
    expect(await use(planted)).toBe(true);
    const victim = await signedIn(await reset(attacker));
    expect(await use(planted)).toBe("passkey_refused");
    const own = await makeOperatorPasskey(victim);
    await reset(attacker);
    expect(await use(own)).toBe(true);

    const careful = await signUp();
    const beside = await makeOperatorPasskey(careful.operator);
    await withApp(careful);
    await resetOperatorPassword({ token: tokenOf(await resetLinkFor(careful.email)), password: NEW });
    expect(await use(beside)).toBe(true);
  });

  test("happens once: what is made afterwards outlives the next reset", async () => {
    const mine = await signUp();
    const operator = await signedIn(await reset(mine));
    const { token } = await createApiToken(operator, { name: "mine" });
    const friend = await friendOf({ ...mine, operator });
    await reset(mine);
    expect([await opens(token), await isAlive(friend.session)]).toEqual([true, true]);
  });

  test("leaves other accounts alone", async () => {
    const [mine, other] = [await signUp(), await signUp()];
    const { token } = await createApiToken(other.operator, { name: "theirs" });
    const { link } = await inviteOperator(other.operator, { email: address() });
    const friend = await friendOf(other);
    await reset(mine);
    expect([await opens(token), await isAlive(other.session), await isAlive(friend.session)]).toEqual([true, true, true]);
    expect(await findOperatorLink("invitation", tokenOf(link))).not.toBeNull();
  });

  test("a request that began under the old session makes no token and no invitation any more", async () => {
    const attacker = await signUp();
    await reset(attacker);
    await expect(createApiToken(attacker.operator, { name: "late" })).rejects.toMatchObject({ code: "wrong_credentials" });
    await expect(inviteOperator(attacker.operator, { email: address() })).rejects.toMatchObject({ code: "wrong_credentials" });
  });

  test("what is made at the same moment is void or is not made", async () => {
    for (let round = 0; round < 8; round++) {
      const attacker = await signUp();
      const { link } = await inviteOperator(attacker.operator, { email: address() });
      const resetToken = tokenOf(await resetLinkFor(attacker.email));
      const [session, join, ...made] = await Promise.allSettled([
        resetOperatorPassword({ token: resetToken, password: NEW }),
        joinAccount({ token: tokenOf(link), name: "Friend", password: OPERATOR_PASSWORD }),
        ...Array.from({ length: 12 }, async (_, index) => {
          await new Promise((resolve) => setTimeout(resolve, index * 12));
          return index % 3 === 0
            ? { kind: "invitation", secret: tokenOf((await inviteOperator(attacker.operator, { email: address() })).link) }
            : { kind: "token", secret: (await createApiToken(attacker.operator, { name: "late" })).token };
        }),
      ]);
      expect(session.status).toBe("fulfilled");
      if (join.status === "fulfilled") expect(await isAlive(sessionOf(join.value))).toBe(false);
      for (const one of made) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "wrong_credentials" });
        else if (one.value.kind === "token") expect(await opens(one.value.secret)).toBe(false);
        else expect(await findOperatorLink("invitation", one.value.secret)).toBeNull();
      }
      expect(await proofs(attacker)).toEqual([true]);
    }
  });
});

test("a link that is voided while somebody who uses it waits for the account is dead", async () => {
  const mine = await makeOperator();
  const { link } = await inviteOperator(mine.operator, { email: address() });
  const resetToken = tokenOf(await resetLinkFor(mine.email));
  const client = await ownerPool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", [mine.operator.scope.accountId]);
    const waiting = Promise.allSettled([
      joinAccount({ token: tokenOf(link), name: "Friend", password: OPERATOR_PASSWORD }),
      resetOperatorPassword({ token: resetToken, password: NEW }),
    ]);
    const blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    await expect.poll(async () => (await sql(blocked)).length).toBe(2);
    await client.query("UPDATE operator_links SET expires_at = clock_timestamp() WHERE account_id = $1", [mine.operator.scope.accountId]);
    await client.query("COMMIT");
    for (const one of await waiting) expect(one).toMatchObject({ status: "rejected", reason: { code: "link_unusable" } });
  } finally {
    client.release();
  }
});

describe("in an account where somebody has proved an address", () => {
  test("a reset changes nothing but the operator's own credentials, whether or not their address was proved", async () => {
    const owner = await makeOperator();
    const { token } = await createApiToken(owner.operator, { name: "shop" });
    const [pete, quinn] = [await friendOf(owner), await friendOf(owner)];
    const { link } = await inviteOperator(pete.operator, { email: address() });
    expect(await proofs(owner)).toEqual([true, false, false]);
    const left = async () => [await opens(token), await isAlive(quinn.session), await findOperatorLink("invitation", tokenOf(link))];
    const all = [true, true, expect.objectContaining({ invitedBy: pete.email })];

    await reset(pete);
    expect([await isAlive(pete.session), await isAlive(owner.session), ...(await left())]).toEqual([false, true, ...all]);
    expect(await proofs(owner)).toEqual([true, true, false]);
    await reset(owner);
    expect([await isAlive(owner.session), ...(await left())]).toEqual([false, ...all]);
  });
});
