import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countOperatorFailures, findOperatorByEmail } from "@/lib/db/operators";
import { sweepRows } from "@/lib/db/system-db";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { newToken } from "@/lib/kernel/secrets";
import { freshIp } from "@/lib/testing/hosted-pages";
import { isAlive, makeOperator, OPERATOR_PASSWORD, type SignedIn, sessionOf, signedIn } from "@/lib/testing/make-operator";
import { unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, rowsOf, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { meetBrowser, ofOperator } from "../sign-in/known-browser";
import { guardedOperator, identifierKey } from "./attempts";
import { changeOperatorPassword } from "./change-operator-password";
import { findOperatorLink } from "./find-operator-link";
import { inviteOperator } from "./invite-operator";
import { joinAccount } from "./join-account";
import { leaveAccount } from "./leave-account";
import { listInvitations, listOperators } from "./list-operators";
import { removeOperator } from "./remove-operator";
import { renameOperator } from "./rename-operator";
import { requestOperatorReset } from "./request-operator-reset";
import { resetLinkFor } from "./reset-link";
import { resetOperatorPassword } from "./reset-operator-password";
import { signInOperator } from "./sign-in-operator";
import { signOutOperator } from "./sign-out-operator";
import { signUpOperator } from "./sign-up-operator";
import { withdrawInvitation } from "./withdraw-invitation";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const NEW = "another long operator password";
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const address = () => `${unique("op")}@example.com`;

/** The mails to operators of an account, newest first, after everything that was queued is done. */
async function mails({ operator }: SignedIn) {
  await runJobs();
  const columns = { recipient: true, subject: true, links: true, siteId: true } as const;
  return operator.db.mail.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: columns });
}

/** A second operator of the same account. */
async function colleague({ operator }: SignedIn) {
  const email = address();
  const { link } = await inviteOperator(operator, { email });
  const session = sessionOf(await joinAccount({ token: tokenOf(link), name: "Pete", password: OPERATOR_PASSWORD }));
  return { email, session, operator: await signedIn(session) };
}

describe("signing up", () => {
  const form = (more = {}) => ({ name: "Nora", email: address(), password: OPERATOR_PASSWORD, ...more });

  test("makes an account with its operator, who is signed in", async () => {
    await makeOperator();
    const given = form();
    const { operator } = await signedIn(await signUpOperator(given, freshIp()));
    expect(operator).toMatchObject({ email: given.email, name: "Nora" });
    expect(await signInOperator(given, { ip: freshIp() })).toEqual({
      kind: "signed_in",
      session: { operatorId: operator.id, version: 1, factor: false, provedS: expect.any(Number) },
    });
  });

  test("is refused where it is closed, and what is wrong is told by field", async () => {
    await makeOperator();
    await changingNothing(async () => {
      await expect(signUpOperator({ password: "a short one", email: "x" }, freshIp())).rejects.toMatchObject({
        code: "invalid",
        issues: [
          { path: "name", message: "Name can't be blank" },
          { path: "email", message: "Email is invalid" },
          { path: "password", message: "Password is too short (minimum is 15 characters)" },
        ],
      });
      setEnv({ ...before, OPERATOR_SIGNUP: "closed" });
      await expect(signUpOperator(form(), freshIp())).rejects.toMatchObject({ code: "sign_ups_closed" });
    });
  });

  test("a taken address is refused without a word about it beside the field, and makes nothing", async () => {
    const { email } = await makeOperator();
    const accounts = await rowsOf("accounts");
    await expect(signUpOperator(form({ email: email.toUpperCase() }), freshIp())).rejects.toMatchObject({
      code: "account_not_created",
      status: 422,
      issues: [],
    });
    expect(await rowsOf("accounts")).toBe(accounts);
  });

  test("ten an hour for one client address, also when they come at once", async () => {
    const { email } = await makeOperator();
    const ip = freshIp();
    const tries = await Promise.allSettled(Array.from({ length: 16 }, () => signUpOperator(form({ email }), ip)));
    const codes = tries.map((result) => (result.status === "rejected" ? (result.reason as { code: string }).code : "made"));
    expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(6);
    await signUpOperator(form(), freshIp());
  });
});

describe("a new password by mail", () => {
  test("the mailed link sets it once, signs in, and ends every session and every other link", async () => {
    const mine = await makeOperator();
    await requestOperatorReset({ email: mine.email.toUpperCase() }, freshIp());
    const [mail, ...more] = await mails(mine);
    expect([mail, more]).toEqual([
      {
        recipient: mine.email,
        subject: "Set a new password for your dashboard",
        siteId: null,
        links: [expect.stringMatching(/^http:\/\/signin\.localhost\/dashboard\/reset-password\?token=opl_[\w-]{48}$/)],
      },
      [],
    ]);
    const token = tokenOf(mail?.links[0] ?? "");
    for (let look = 0; look < 3; look++) expect(await findOperatorLink("reset_password", token)).toMatchObject({ email: mine.email });
    const session = sessionOf(await resetOperatorPassword({ token, password: NEW }));
    expect([await isAlive(mine.session), await isAlive(session)]).toEqual([false, true]);
    await expect(resetOperatorPassword({ token, password: NEW })).rejects.toMatchObject({ code: "link_unusable" });
    expect(await findOperatorLink("reset_password", token)).toBeNull();
    await expect(signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() })).rejects.toMatchObject({
      code: "wrong_credentials",
    });
    expect(await signInOperator({ email: mine.email, password: NEW }, { ip: freshIp() })).toMatchObject({
      session: { version: session.version },
    });
  });

  test("asking does the same for an address that nobody has: one job, and no mail", async () => {
    const jobs = async () => sql<{ payload: object }>("SELECT payload FROM graphile_worker._private_jobs");
    const mine = await makeOperator();
    const nobody = address();
    await runJobs();
    for (const email of [mine.email, nobody]) {
      await expect(requestOperatorReset({ email }, freshIp())).resolves.toBeUndefined();
      expect(await jobs()).toEqual([{ payload: { client: { ip: null, browser: null }, emailCanonical: email } }]);
      await runJobs();
    }
    expect(await sql("SELECT 1 FROM mails WHERE recipient = $1", [nobody])).toEqual([]);
    expect(await mails(mine)).toHaveLength(1);
  });

  test("the database keeps no token, and the queue none unsealed", async () => {
    const mine = await makeOperator();
    const token = tokenOf(await resetLinkFor(mine.email));
    const rows = await sql<{ text: string }>(
      "SELECT l::text AS text FROM operator_links l UNION ALL SELECT payload::text FROM graphile_worker._private_jobs",
    );
    expect(rows.some(({ text }) => text.includes(token.slice(4)))).toBe(false);
  });

  test("five mails an hour, however often it is asked; thirty requests for one client address", async () => {
    const mine = await makeOperator();
    for (let ask = 0; ask < 8; ask++) await requestOperatorReset({ email: mine.email }, freshIp());
    expect(await mails(mine)).toHaveLength(5);
    const ip = freshIp();
    for (let ask = 0; ask < 30; ask++) await requestOperatorReset({ email: address() }, ip);
    await expect(requestOperatorReset({ email: address() }, ip)).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  test("one mail a minute for an address, and the same answer", async () => {
    setEnv({ ...before, MAILS_PER_MINUTE: 1 });
    const mine = await makeOperator();
    for (let ask = 0; ask < 4; ask++) await expect(requestOperatorReset({ email: mine.email }, freshIp())).resolves.toBeUndefined();
    expect(await mails(mine)).toHaveLength(1);
    await sql("UPDATE operator_attempts SET window_ends_at = now() WHERE window_ends_at < now() + interval '61 seconds'");
    await requestOperatorReset({ email: mine.email }, freshIp());
    expect(await mails(mine)).toHaveLength(2);
  });

  test("a link that expired, was replaced, is of another purpose or was never one sets nothing", async () => {
    const mine = await makeOperator();
    const expired = tokenOf(await resetLinkFor(mine.email));
    const replacing = tokenOf(await resetLinkFor(mine.email));
    await sql("UPDATE operator_links SET expires_at = now() WHERE operator_id = $1", [mine.session.operatorId]);
    const invitation = tokenOf((await inviteOperator(mine.operator, { email: address() })).link);
    await changingNothing(async () => {
      for (const token of [expired, replacing, invitation, newToken("opl_"), newToken("own_"), "", null, {}, `${replacing} `])
        await expect(resetOperatorPassword({ token, password: NEW })).rejects.toMatchObject({ code: "link_unusable" });
    });
  });

  test("of twenty at once one sets it", async () => {
    const mine = await makeOperator();
    const token = tokenOf(await resetLinkFor(mine.email));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => resetOperatorPassword({ token, password: NEW })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a password that is too short spends nothing", async () => {
    const mine = await makeOperator();
    const token = tokenOf(await resetLinkFor(mine.email));
    await changingNothing(() => expect(resetOperatorPassword({ token, password: "too short" })).rejects.toMatchObject({ code: "invalid" }));
    await resetOperatorPassword({ token, password: NEW });
  });

  test("lets in an operator whom wrong guesses have locked out", async () => {
    const mine = await makeOperator();
    for (let guess = 0; guess < 10; guess++)
      await signInOperator({ email: mine.email, password: "wrong" }, { ip: freshIp() }).catch(() => undefined);
    await expect(signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() })).rejects.toMatchObject({
      code: "too_many_attempts",
    });
    await resetOperatorPassword({ token: tokenOf(await resetLinkFor(mine.email)), password: NEW });
    await signInOperator({ email: mine.email, password: NEW }, { ip: freshIp() });
  });

  test("the command names what is wrong with the address", async () => {
    for (const email of [undefined, "x", address()]) await expect(resetLinkFor(email)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("inviting", () => {
  test("mails the very link that is shown, and it makes one operator of the account, with the invited address", async () => {
    const mine = await makeOperator();
    const email = address();
    const { link } = await inviteOperator(mine.operator, { email });
    expect(await mails(mine)).toEqual([
      { recipient: email, subject: "You are invited to Olive on Signin Fast", siteId: null, links: [link] },
    ]);
    expect(await findOperatorLink("invitation", tokenOf(link))).toMatchObject({ email, accountName: "Olive", invitedBy: mine.email });
    const joined = await signedIn(sessionOf(await joinAccount({ token: tokenOf(link), name: "Pete", password: OPERATOR_PASSWORD })));
    expect(joined.operator).toMatchObject({ email, name: "Pete", accountId: mine.operator.scope.accountId });
    expect((await listOperators(mine.operator)).map(({ name }) => name)).toEqual(["Olive", "Pete"]);
    expect(await listInvitations(mine.operator)).toEqual([]);
    await expect(joinAccount({ token: tokenOf(link), name: "Eve", password: OPERATOR_PASSWORD })).rejects.toMatchObject({
      code: "link_unusable",
    });
  });

  test("of twenty who join at once one does", async () => {
    const mine = await makeOperator();
    const { link } = await inviteOperator(mine.operator, { email: address() });
    const join = () => joinAccount({ token: tokenOf(link), name: "Pete", password: OPERATOR_PASSWORD });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, join));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listOperators(mine.operator)).toHaveLength(2);
  });

  test("an invitation that was withdrawn is dead, its mail included; a new one ends the old one", async () => {
    const mine = await makeOperator();
    const email = address();
    const old = await inviteOperator(mine.operator, { email });
    const fresh = await inviteOperator(mine.operator, { email });
    expect([await findOperatorLink("invitation", tokenOf(old.link)), await listInvitations(mine.operator)]).toEqual([
      null,
      [expect.objectContaining({ email })],
    ]);
    const id = (await listInvitations(mine.operator))[0]?.id ?? 0n;
    await withdrawInvitation(mine.operator, { id });
    await changingNothing(async () => {
      await expect(joinAccount({ token: tokenOf(fresh.link), name: "x", password: NEW })).rejects.toMatchObject({ code: "link_unusable" });
      await expect(withdrawInvitation(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
    });
    expect(await mails(mine)).toEqual([]);
  });

  test("an address that has an account elsewhere is told when it joins, and the invitation lives", async () => {
    const [mine, other] = [await makeOperator(), await makeOperator()];
    const { link } = await inviteOperator(mine.operator, { email: other.email });
    await expect(joinAccount({ token: tokenOf(link), name: "x", password: NEW })).rejects.toMatchObject({ code: "account_not_created" });
    expect(await findOperatorLink("invitation", tokenOf(link))).not.toBeNull();
  });

  test("an operator of the account, what is no address, and a flood are refused", async () => {
    const mine = await makeOperator();
    for (const email of [mine.email.toUpperCase(), "x", "", null, {}, "a@b.c\r\nBcc: x@y.z"])
      await expect(inviteOperator(mine.operator, { email })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "email" }] });
    for (let count = 0; count < 20; count++) await inviteOperator(mine.operator, { email: address() });
    await expect(inviteOperator(mine.operator, { email: address() })).rejects.toMatchObject({ code: "too_many_attempts" });
  });

  test("an invitation by somebody who was removed lets nobody in, also when its row is still there", async () => {
    const mine = await makeOperator();
    const pete = await colleague(mine);
    const { link } = await inviteOperator(pete.operator, { email: address() });
    await sql("DELETE FROM operators WHERE id = $1", [pete.session.operatorId]);
    await changingNothing(() =>
      expect(joinAccount({ token: tokenOf(link), name: "x", password: NEW })).rejects.toMatchObject({ code: "link_unusable" }),
    );
    await expect(inviteOperator(pete.operator, { email: address() })).rejects.toMatchObject({ code: "wrong_credentials" });
  });

  test("links are swept a day after they were used or ended, and not before", async () => {
    const mine = await makeOperator();
    const emails = ["used", "ended", "just ended", "open"].map((name) => `${unique(name.replace(" ", "-"))}@example.com`);
    for (const email of emails) await inviteOperator(mine.operator, { email });
    const set = (email: string | undefined, change: string) => sql(`UPDATE operator_links SET ${change} WHERE email = $1`, [email]);
    await set(emails[0], "used_at = now() - interval '25 hours'");
    await set(emails[1], "expires_at = now() - interval '25 hours'");
    await set(emails[2], "expires_at = now() - interval '23 hours'");
    await sweepRows();
    const rows = await mine.operator.db.operatorLink.findMany({ orderBy: { id: "asc" }, select: { email: true } });
    expect(rows.map(({ email }) => email).sort()).toEqual(emails.slice(2).sort());
  });

  test("nobody else's invitations and operators are seen, withdrawn or removed", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    const { operator } = await colleague(theirs);
    await inviteOperator(theirs.operator, { email: address() });
    const [invitation] = await listInvitations(theirs.operator);
    await changingNothing(async () => {
      expect([await listOperators(mine.operator), await listInvitations(mine.operator)]).toEqual([
        [expect.objectContaining({ email: mine.email })],
        [],
      ]);
      await expect(withdrawInvitation(mine.operator, { id: invitation?.id ?? 0n })).rejects.toMatchObject({ code: "not_found" });
      for (const id of [operator.operator.id, theirs.session.operatorId, 1n])
        await expect(removeOperator(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
    });
  });
});

describe("removing", () => {
  test("ends the sessions, the password and the invitations of the removed", async () => {
    const mine = await makeOperator();
    const pete = await colleague(mine);
    const { link } = await inviteOperator(pete.operator, { email: address() });
    const own = await inviteOperator(mine.operator, { email: address() });
    await removeOperator(mine.operator, { id: pete.session.operatorId });
    expect([await isAlive(pete.session), await isAlive(mine.session)]).toEqual([false, true]);
    await expect(signInOperator({ email: pete.email, password: OPERATOR_PASSWORD }, { ip: freshIp() })).rejects.toMatchObject({
      code: "wrong_credentials",
    });
    expect(await findOperatorLink("invitation", tokenOf(link))).toBeNull();
    expect(await findOperatorLink("invitation", tokenOf(own.link))).not.toBeNull();
  });

  test("nobody removes themselves, so the last one stays", async () => {
    const mine = await makeOperator();
    await changingNothing(() =>
      expect(removeOperator(mine.operator, { id: mine.session.operatorId })).rejects.toMatchObject({ code: "invalid" }),
    );
  });

  test("two who remove each other at once: one stays", async () => {
    for (let round = 0; round < 5; round++) {
      const mine = await makeOperator();
      const pete = await colleague(mine);
      const tries = await Promise.allSettled([
        removeOperator(mine.operator, { id: pete.session.operatorId }),
        removeOperator(pete.operator, { id: mine.session.operatorId }),
      ]);
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await sql("SELECT 1 FROM operators WHERE account_id = $1", [mine.operator.scope.accountId])).toHaveLength(1);
    }
  });
});

describe("leaving", () => {
  test("takes an operator out of the account with all that is kept of them, and nobody else", async () => {
    const mine = await makeOperator();
    const pete = await colleague(mine);
    await inviteOperator(pete.operator, { email: address() });
    await requestOperatorReset({ email: pete.email }, freshIp());
    await requestOperatorReset({ email: mine.email }, freshIp());
    await runJobs();
    await leaveAccount(pete.operator);
    expect([await isAlive(pete.session), await isAlive(mine.session)]).toEqual([false, true]);
    expect(await findOperatorByEmail(pete.email)).toBeNull();
    const { "public.operator_links": links, "public.audit_events": events, ...tables } = await everyRow();
    const found = Object.entries(tables).filter(([, rows]) => rows.some((row) => row.includes(pete.email)));
    expect(found).toEqual([]);
    // The invitation that brought them here is swept within the day.
    expect(links?.filter((row) => row.includes(pete.email))).toHaveLength(1);
    expect(events?.some((row) => row.includes(pete.email))).toBe(false);
    expect(
      await sql("SELECT type, actor_id FROM audit_events WHERE type = 'operator.left' AND actor_id = $1", [pete.session.operatorId]),
    ).toEqual([{ type: "operator.left", actor_id: String(pete.session.operatorId) }]);
    expect((await listOperators(mine.operator)).map(({ name }) => name)).toEqual(["Olive"]);
    expect((await mails(mine)).map(({ recipient }) => recipient)).toContain(mine.email);
    // They may come anew: to another account, or by another invitation.
    await joinAccount({ token: tokenOf((await inviteOperator(mine.operator, { email: pete.email })).link), name: "Pete", password: NEW });
  });

  test("the only operator is told what to do instead, and stays; of two who leave at once one stays", async () => {
    const alone = await makeOperator();
    await changingNothing(() =>
      expect(leaveAccount(alone.operator)).rejects.toMatchObject({
        issues: [{ path: "", message: "You are the only operator of this account. Invite somebody who stays, or delete the account." }],
      }),
    );
    for (let round = 0; round < 5; round++) {
      const mine = await makeOperator();
      const pete = await colleague(mine);
      const tries = await Promise.allSettled([leaveAccount(mine.operator), leaveAccount(pete.operator)]);
      expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await sql("SELECT 1 FROM operators WHERE account_id = $1", [mine.operator.scope.accountId])).toHaveLength(1);
    }
  });
});

describe("the profile", () => {
  test("changes one's own name and nobody else's", async () => {
    const mine = await makeOperator();
    const pete = await colleague(mine);
    await renameOperator(pete.operator, { name: " Peter " });
    expect((await listOperators(mine.operator)).map(({ name }) => name)).toEqual(["Olive", "Peter"]);
    await expect(renameOperator(pete.operator, { name: "" })).rejects.toMatchObject({ code: "invalid", issues: [{ path: "name" }] });
  });

  test("a new password wants the current one, ends every session and reset link, and answers a new session", async () => {
    const mine = await makeOperator();
    const reset = tokenOf(await resetLinkFor(mine.email));
    const change = (given: object) => changeOperatorPassword(mine.operator, given, freshIp());
    await expect(change({ currentPassword: "wrong", newPassword: NEW })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "currentPassword", message: "Current password is wrong" }],
    });
    await expect(change({ currentPassword: OPERATOR_PASSWORD, newPassword: "short" })).rejects.toMatchObject({
      issues: [{ path: "newPassword" }],
    });
    expect(await isAlive(mine.session)).toBe(true);
    const session = await change({ currentPassword: OPERATOR_PASSWORD, newPassword: NEW });
    expect([await isAlive(mine.session), await isAlive(session)]).toEqual([false, true]);
    expect(await findOperatorLink("reset_password", reset)).toBeNull();
    expect(await signInOperator({ email: mine.email, password: NEW }, { ip: freshIp() })).toMatchObject({
      session: { version: session.version },
    });
  });

  test("guesses at the current password are counted with those at the sign-in", async () => {
    const mine = await makeOperator();
    for (let guess = 0; guess < 5; guess++) {
      await signInOperator({ email: mine.email, password: "wrong" }, { ip: freshIp() }).catch(() => undefined);
      await changeOperatorPassword(mine.operator, { currentPassword: "wrong", newPassword: NEW }, freshIp()).catch(() => undefined);
    }
    await expect(signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() })).rejects.toMatchObject({
      code: "too_many_attempts",
    });
  });
});

describe("signing in", () => {
  const guess = (email: string, password: string, ip = freshIp()) =>
    signInOperator({ email, password }, { ip }).then(
      () => "in",
      (error: { code: string }) => error.code,
    );

  test("ten wrong passwords close an operator's budget, whoever asks; right ones do not count", async () => {
    const { email } = await makeOperator();
    for (let round = 0; round < 12; round++) expect(await guess(email, OPERATOR_PASSWORD)).toBe("in");
    for (let round = 0; round < 10; round++) expect(await guess(email.toUpperCase(), `wrong ${round}`)).toBe("wrong_credentials");
    expect(await guess(email, OPERATOR_PASSWORD)).toBe("too_many_attempts");
    expect(await guess((await makeOperator()).email, OPERATOR_PASSWORD)).toBe("in");
  });

  test("sixteen right ones at once are all let in", async () => {
    const { email } = await makeOperator();
    const answers = await Promise.all(Array.from({ length: 16 }, () => guess(email, OPERATOR_PASSWORD)));
    expect(answers).toEqual(Array(16).fill("in"));
  });

  test("a right one that was sent with others lets nobody in once ten of them were wrong", async () => {
    const { email } = await makeOperator();
    const budget = [{ key: identifierKey("sign-in", email), limit: 10 }];
    const late = guardedOperator("sign-in", email, { ip: freshIp() }, async () => {
      for (let failure = 0; failure < 10; failure++) await countOperatorFailures(budget, 600);
      return "right";
    });
    await expect(late).rejects.toMatchObject({ code: "wrong_credentials" });
  });

  test("strangers who fail shut no operator out of a browser that they know, and a stolen note has ten guesses of its own", async () => {
    const { email } = await makeOperator();
    const { notes } = meetBrowser(ofOperator(email), null);
    const inBrowser = (password: string, kept: string) =>
      signInOperator({ email, password }, { ip: freshIp(), notes: kept }).then(
        () => "in",
        (error: { code: string }) => error.code,
      );
    for (let round = 0; round < 10; round++) await guess(email, `wrong ${round}`);
    expect(await guess(email, OPERATOR_PASSWORD)).toBe("too_many_attempts");
    expect(await inBrowser(OPERATOR_PASSWORD, notes)).toBe("in");
    expect(await inBrowser(OPERATOR_PASSWORD, meetBrowser(ofOperator(address()), null).notes)).toBe("too_many_attempts");
    for (let round = 0; round < 10; round++) expect(await inBrowser(`wrong ${round}`, notes)).toBe("wrong_credentials");
    expect(await inBrowser(OPERATOR_PASSWORD, notes)).toBe("too_many_attempts");
  });

  test("signing out ends a session that was copied", async () => {
    const mine = await makeOperator();
    const copy = { ...mine.session };
    await signOutOperator(mine.session);
    expect(await isAlive(copy)).toBe(false);
    expect(await isAlive(sessionOf(await signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() })))).toBe(
      true,
    );
  });
});
