import { expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeUser, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import * as hosted from "./hot/hosted-sessions";
import * as lists from "./hot/list-sessions";
import * as sessions from "./hot/sessions";
import { NEWEST_FIRST } from "./position";
import type { SiteScope } from "./scope";

/** The statements about sessions name the account and the site themselves: nothing of another one is read, begun, renewed or ended. */
test("every one of them is known here", () => {
  expect(Object.keys({ ...sessions, ...lists, ...hosted }).toSorted()).toEqual([
    "countSessions",
    "endByRefreshToken",
    "endReused",
    "endSession",
    "findHostedSession",
    "findJustRenewed",
    "findSession",
    "insertSession",
    "issueTokenOfSession",
    "listSessions",
    "noteProof",
    "renewSession",
  ]);
});

test("none of them reaches a session of a sibling, of another account, or of a mixture of the two", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  const user = await makeUser(mine);
  const [hash, next] = [sha256(unique("one")), sha256(unique("two"))];
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const callbackToken = { id: newId(), hash: sha256(unique("t")), last4: "abcd", minutes: 2, codeChallenge: null };
  const client = { ip: "a", userAgent: null, callbackToken };
  const given = { id: newId(), siteUserId: user.id, dialect: "fastgen", refreshHash: hash, lifetimeS: 600, ...client };
  const begun = await sessions.insertSession(mine.context.scope, given, proof, EVENT);
  const renewal = { sessionId: given.id, dialect: "fastgen", generation: 0, hash, successorHash: next, lifetimeS: 600 };
  const mixed = { ...theirs.context.scope, siteId: mine.context.scope.siteId } as SiteScope;
  await changingNothing(async () => {
    for (const scope of [sibling.context.scope, theirs.context.scope, mixed]) {
      const another = { ...given, id: newId(), callbackToken: { ...callbackToken, id: newId(), hash: sha256(unique("t")) } };
      expect(await sessions.insertSession(scope, another, proof, EVENT)).toBeNull();
      expect(await sessions.findSession(scope, begun?.handle ?? "")).toBeNull();
      expect(await sessions.renewSession(scope, renewal)).toBeNull();
      expect(await sessions.endReused(scope, { ...renewal, generation: -1 }, EVENT)).toBe(false);
      expect(await sessions.endByRefreshToken(scope, renewal, EVENT)).toBe(false);
      await sessions.endSession(scope, given.id, EVENT);
      for (const filter of [{}, { id: given.id }, { siteUserId: user.id }, { live: true }]) {
        expect(await lists.listSessions(scope, filter, { after: null, skip: 0 }, 10, NEWEST_FIRST)).toEqual([]);
        expect(await lists.countSessions(scope, filter)).toEqual({ count: 0, exact: true });
      }
    }
  });
  expect(await sessions.renewSession(mine.context.scope, renewal)).toMatchObject({ id: given.id });
  for (const scope of [sibling.context.scope, theirs.context.scope, mixed]) {
    expect(await sessions.findJustRenewed(scope, renewal, [next], 10)).toBeNull();
  }
  expect(await sessions.findJustRenewed(mine.context.scope, renewal, [next], 10)).toMatchObject({ id: given.id });
  expect(await sessions.findJustRenewed(mine.context.scope, { ...renewal, dialect: "fastauth" }, [next], 10)).toBeNull();
});

test("a callback token is kept with the session that begins, and only where one is wanted", async () => {
  const { account, site, context, ...mine } = await makeTenant();
  const user = await makeUser({ account, site, context, ...mine });
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const token = { id: newId(), hash: sha256(unique("t")), last4: "abcd", minutes: 2, codeChallenge: sha256("challenge") };
  const given = { siteUserId: user.id, dialect: "hosted", refreshHash: null, lifetimeS: 600, ip: "a", userAgent: null };
  const begin = (callbackToken: typeof token | null, of = proof) =>
    sessions.insertSession(context.scope, { ...given, id: newId(), callbackToken }, of, EVENT);
  await begin(null);
  expect(await begin(token, { ...proof, passwordSealed: sha256("another") as never })).toBeNull();
  expect(await sql("SELECT id FROM callback_tokens WHERE site_id = $1", [site.id])).toEqual([]);
  await begin(token);
  expect(
    await sql(
      `SELECT account_id, site_user_id, token_hash = $2 AS hash, last4, code_challenge = $3 AS challenge, used_at,
         extract(epoch FROM expires_at - created_at)::int AS seconds FROM callback_tokens WHERE site_id = $1`,
      [site.id, token.hash, token.codeChallenge],
    ),
  ).toEqual([
    {
      account_id: String(account.scope.accountId),
      site_user_id: String(user.id),
      hash: true,
      last4: "abcd",
      challenge: true,
      used_at: null,
      seconds: 120,
    },
  ]);
});

test("a session at a site's own pages is found, proved and gone on with at that site alone", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  const user = await makeUser(mine);
  const held = { id: newId(), hash: sha256(unique("held")) };
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const given = { siteUserId: user.id, dialect: "hosted", lifetimeS: 600, ip: "a", userAgent: null };
  await sessions.insertSession(mine.context.scope, { ...given, id: held.id, refreshHash: held.hash }, proof, EVENT);
  const life = { idleS: 600, longestS: 900, notedS: 0, recentS: 60 };
  const note = { id: held.id, siteUserId: user.id, by: "password" };
  const issue = (scope: SiteScope) => {
    const token = { id: newId(), hash: sha256(unique("t")), last4: "abcd", minutes: 2, codeChallenge: null };
    return hosted.issueTokenOfSession(scope, { ...held, siteUserId: user.id }, token, { provedAddress: false, secondFactor: false }, EVENT);
  };
  const mixed = { ...theirs.context.scope, siteId: mine.context.scope.siteId } as SiteScope;
  await changingNothing(async () => {
    for (const scope of [sibling.context.scope, theirs.context.scope, mixed]) {
      expect(await hosted.findHostedSession(scope, held, life)).toBeNull();
      expect(await hosted.noteProof(scope, note, proof)).toBe(false);
      expect(await issue(scope)).toBe(false);
    }
  });
  const { scope } = mine.context;
  expect(await hosted.findHostedSession(scope, held, life)).toMatchObject({ id: held.id, recent: true, user: { id: user.id } });
  expect(await hosted.noteProof(scope, note, proof)).toBe(true);
  expect(await issue(scope)).toBe(true);
});
