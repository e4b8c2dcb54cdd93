import { describe, expect, test } from "vitest";
import { consumeOperatorRecoveryCode, consumeOperatorTotpCounter } from "@/lib/db/consume/operator-factor";
import { beginOperatorSession } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { signWith } from "@/lib/testing/authenticator";
import { freshIp } from "@/lib/testing/hosted-pages";
import { codeOf } from "@/lib/testing/make-factor";
import { isAlive, makeOperator, OPERATOR_PASSWORD, type SignedIn, sessionOf, signedIn, stepOf } from "@/lib/testing/make-operator";
import { makeOperatorPasskey, withApp } from "@/lib/testing/make-operator-factor";
import { unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { happened } from "../audit/happened";
import { recoveryMacs } from "../sign-in/factors/recovery-code/codes";
import { changeOperatorPassword } from "./change-operator-password";
import { operatorRecoveryContext } from "./factor-contexts";
import { setFactorNeeded } from "./factor-policy";
import { finishOperatorStep, type SecondStep } from "./finish-step";
import { inviteOperator } from "./invite-operator";
import { joinAccount } from "./join-account";
import { listOperators } from "./list-operators";
import { operatorFactor } from "./operator-factor";
import { removeOperator } from "./remove-operator";
import { renewOperatorCodes } from "./renew-operator-codes";
import { resetFactorFor, resetFactorOf } from "./reset-factor";
import { resetLinkFor } from "./reset-link";
import { resetOperatorPassword } from "./reset-operator-password";
import { beginAppInSignIn, beginOperatorApp, setUpAppInSignIn, setUpOperatorApp } from "./set-up-app";
import { beginOperatorProof } from "./sign-in-by-passkey";
import { signInOperator } from "./sign-in-operator";
import { findOperatorStep, newOperatorStep, requireOperatorStep } from "./step";
import { turnOffOperatorFactor } from "./turn-off-factor";

const NEW = "another long operator password";
const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const password = (email: string, given = OPERATOR_PASSWORD) => signInOperator({ email, password: given }, { ip: freshIp() });
const codeError = (error: { code: string }) => error.code;
const finish = (step: string, given: SecondStep) => finishOperatorStep(step, given).then(() => "in", codeError);

/** The subjects of the mails to an operator, newest first, after everything that was queued is done. */
async function subjects({ operator, email }: SignedIn) {
  await runJobs();
  const mails = await operator.db.mail.findMany({ where: { recipient: email }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  return mails.map(({ subject }) => subject);
}

/** What the audit log has been told of since the last time, oldest first. */
function watch({ operator }: SignedIn) {
  let after = "0";
  return async () => {
    const rows = await sql<{ id: string; type: string; data: object }>(
      "SELECT id, type, data FROM audit_events WHERE account_id = $1 AND created_at > to_timestamp($2::float8) ORDER BY created_at, id",
      [operator.scope.accountId, after],
    );
    const [last] = await sql<{ now: string }>("SELECT extract(epoch FROM now())::text AS now");
    after = last?.now ?? after;
    return rows.map(({ type, data }) => [type, data]);
  };
}

/** A second operator of the same account. */
async function colleague({ operator }: SignedIn): Promise<SignedIn> {
  const email = `${unique("pete")}@example.com`;
  const { link } = await inviteOperator(operator, { email });
  const session = sessionOf(await joinAccount({ token: tokenOf(link), name: "Pete", password: OPERATOR_PASSWORD }));
  return { email, session, operator: await signedIn(session) };
}

describe("setting up", () => {
  test("wants the right code of the very app, ends every other session, and tells by mail", async () => {
    const mine = await makeOperator();
    const events = watch(mine);
    await events();
    const { secret, sealed, uri } = beginOperatorApp(mine.operator);
    expect(uri).toBe(`otpauth://totp/${encodeURIComponent(mine.email)}?secret=${secret}&issuer=Signin%20Fast`);
    const theirs = await makeOperator();
    await changingNothing(async () => {
      for (const code of ["000000", "", codeOf(secret, -3), codeOf(secret, 3), null, {}])
        await expect(setUpOperatorApp(mine.operator, { sealed, code })).rejects.toMatchObject({ code: "code_unusable" });
      const tooLong = { code: "invalid", issues: [{ message: "That took too long. Begin again." }] };
      for (const foreign of ["", undefined, `${sealed}x`, beginOperatorApp(theirs.operator).sealed])
        await expect(setUpOperatorApp(mine.operator, { sealed: foreign, code: codeOf(secret) })).rejects.toMatchObject(tooLong);
    });
    const code = codeOf(secret);
    const { codes, session } = await setUpOperatorApp(mine.operator, { sealed, code });
    expect([codes.length, new Set(codes).size, await isAlive(mine.session), await isAlive(session)]).toEqual([10, 10, false, true]);
    const now = await signedIn(session);
    expect(await operatorFactor(now)).toMatchObject({ app: { lastUsedAt: null }, codesLeft: 10, passkeys: [] });
    expect(await subjects(mine)).toEqual(["Two-step sign-in is on at Signin Fast"]);
    expect(await events()).toEqual([["operator.second_factor_turned_on", { replaced: false }]]);
    // The code that set it up signs nobody in, and the form is worth nothing a second time.
    expect(await finish(stepOf(await password(mine.email)), { code })).toBe("code_unusable");
    await expect(setUpOperatorApp(mine.operator, { sealed, code: codeOf(secret, 1) })).rejects.toMatchObject({ code: "session_ended" });
  });

  test("of twenty at once one counts", async () => {
    const mine = await makeOperator();
    const { secret, sealed } = beginOperatorApp(mine.operator);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => setUpOperatorApp(mine.operator, { sealed, code: codeOf(secret) })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("neither the secret nor a recovery code is readable in the database", async () => {
    const { secret, codes } = await withApp(await makeOperator());
    const rows = JSON.stringify(await everyRow());
    expect([secret, ...codes].filter((text) => rows.includes(text) || rows.includes(text.replace("-", "")))).toEqual([]);
  });
});

describe("signing in", () => {
  test("a right password is not enough: the code of the app is asked for, and is good once", async () => {
    const mine = await withApp(await makeOperator());
    const events = watch(mine);
    await events();
    const step = stepOf(await password(mine.email));
    expect(await events()).toEqual([]);
    expect(await findOperatorStep(step)).toEqual({
      operatorId: mine.session.operatorId,
      version: mine.session.version,
      email: mine.email,
      emailCanonical: mine.email,
      secondFactor: true,
      hasPasskey: false,
    });
    const code = mine.code();
    const session = await finishOperatorStep(step, { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    expect(session).toEqual({ ...mine.session, provedS: expect.any(Number) });
    expect([await isAlive(session), (await signedIn(session)).operator.recent]).toEqual([true, true]);
    expect(await events()).toEqual([["operator.signed_in", { method: "password", second: "totp" }]]);
    expect(await finish(stepOf(await password(mine.email)), { code })).toBe("code_unusable");
  });

  test("a recovery code is good once, however it is typed, and its operator is told", async () => {
    const mine = await withApp(await makeOperator());
    const [code = ""] = mine.codes;
    expect(await finish(stepOf(await password(mine.email)), { recoveryCode: code.toUpperCase().replace("-", " ") })).toBe("in");
    expect(await finish(stepOf(await password(mine.email)), { recoveryCode: code })).toBe("code_unusable");
    expect(await operatorFactor(mine.operator)).toMatchObject({ codesLeft: 9 });
    expect(await subjects(mine)).toContain("Your recovery codes for Signin Fast");
  });

  test("of 64 who show one code at once one is let in, and of 64 with one recovery code as well", async () => {
    const mine = await withApp(await makeOperator());
    const { operatorId } = mine.session;
    const sixtyFour = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 64 }, work));
    const step = stepOf(await password(mine.email));
    const code = mine.code();
    expect((await sixtyFour(() => finish(step, { code }))).filter((answer) => answer === "in")).toEqual(["in"]);
    // The statements themselves: of the above no more than five were looked at.
    const counter = Math.floor(Date.now() / 30_000) + 5;
    expect((await sixtyFour(() => consumeOperatorTotpCounter(operatorId, counter))).filter(Boolean)).toEqual([true]);
    const macs = recoveryMacs(operatorRecoveryContext(operatorId), mine.codes.slice(0, 1));
    expect((await sixtyFour(() => consumeOperatorRecoveryCode(operatorId, macs))).filter(Boolean)).toEqual([true]);
  });

  test("five wrong guesses close the second step, over all sign-ins and also at once; the right code does not open it", async () => {
    const mine = await withApp(await makeOperator());
    const events = watch(mine);
    await events();
    const steps = [stepOf(await password(mine.email)), stepOf(await password(mine.email))];
    const guesses = await Promise.all(
      Array.from({ length: 16 }, (_, round) =>
        finish(steps[round % 2] ?? "", round % 2 ? { code: "000000" } : { recoveryCode: "00000-00000" }),
      ),
    );
    expect([
      guesses.filter((answer) => answer === "code_unusable").length,
      guesses.filter((answer) => answer === "too_many_attempts").length,
    ]).toEqual([5, 11]);
    expect(await finish(stepOf(await password(mine.email)), { code: mine.code() })).toBe("too_many_attempts");
    const told = (await events()).map(([type]) => type);
    expect([
      told.filter((type) => type === "operator.second_factor_failed").length,
      told.filter((type) => type === "operator.locked_out").length,
    ]).toEqual([5, 1]);
    const [other] = [await withApp(await makeOperator())];
    expect(await finish(stepOf(await password(other.email)), { code: other.code() })).toBe("in");
  });

  test("right codes use nothing up", async () => {
    const mine = await withApp(await makeOperator());
    for (const recoveryCode of mine.codes.slice(0, 8))
      expect(await finish(stepOf(await password(mine.email)), { recoveryCode })).toBe("in");
  });

  test("nobody is let in by another operator's code, by a made-up step, or by one that a new password or another app has ended", async () => {
    const [mine, theirs] = [await withApp(await makeOperator()), await withApp(await makeOperator())];
    const step = stepOf(await password(mine.email));
    expect(await finish(step, { code: theirs.code() })).toBe("code_unusable");
    expect(await finish(step, { recoveryCode: theirs.codes[0] })).toBe("code_unusable");
    for (const token of ["", "x", `${step}x`, step.slice(0, -4), newOperatorStep(1n, 1), newOperatorStep(mine.session.operatorId, 99)])
      expect(await finish(token, { code: mine.code() })).toBe("session_ended");
    await changeOperatorPassword(mine.operator, { currentPassword: OPERATOR_PASSWORD, newPassword: NEW }, freshIp());
    expect(await finish(step, { code: mine.code() })).toBe("session_ended");
  });

  test("no statement begins a session that has not shown the factor, and none that was made without it counts", async () => {
    const mine = await withApp(await makeOperator());
    const { operatorId: id, version } = mine.session;
    const event = { event: happened({ type: "operator.signed_in" }), client: NO_CLIENT };
    await changingNothing(async () => {
      expect(await beginOperatorSession({ id, version, factor: false }, event)).toBeNull();
      expect(await isAlive({ ...mine.session, factor: false })).toBe(false);
    });
    expect(await isAlive(mine.session)).toBe(true);
  });

  test("a mailed link sets the password and goes on to the second step: it is no factor", async () => {
    const mine = await withApp(await makeOperator());
    const arrival = await resetOperatorPassword({ token: tokenOf(await resetLinkFor(mine.email)), password: NEW });
    expect(await isAlive(mine.session)).toBe(false);
    expect(await finish(stepOf(arrival), { code: "000000" })).toBe("code_unusable");
    expect(await finish(stepOf(arrival), { code: mine.code() })).toBe("in");
  });
});

describe("what is set up", () => {
  test("another app takes the place of the first, with new codes; the old ones are worth nothing", async () => {
    const mine = await withApp(await makeOperator());
    const next = await withApp(mine);
    expect(await isAlive(mine.session)).toBe(false);
    const step = () => password(mine.email).then(stepOf);
    expect(await finish(await step(), { code: codeOf(mine.secret) })).toBe("code_unusable");
    expect(await finish(await step(), { recoveryCode: mine.codes[0] })).toBe("code_unusable");
    expect(await finish(await step(), { code: next.code() })).toBe("in");
  });

  test("new codes take the place of the old ones", async () => {
    const mine = await withApp(await makeOperator());
    const codes = await renewOperatorCodes(mine.operator);
    expect(await finish(stepOf(await password(mine.email)), { recoveryCode: mine.codes[0] })).toBe("code_unusable");
    expect(await finish(stepOf(await password(mine.email)), { recoveryCode: codes[0] })).toBe("in");
    await expect(renewOperatorCodes((await makeOperator()).operator)).rejects.toMatchObject({ code: "conflict" });
  });

  test("it is turned off, the password is enough again, and what it was is gone", async () => {
    const mine = await withApp(await makeOperator());
    const session = await turnOffOperatorFactor(mine.operator);
    expect([await isAlive(mine.session), await isAlive(session)]).toEqual([false, true]);
    expect(await operatorFactor(await signedIn(session))).toEqual({ app: null, codesLeft: 0, passkeys: [] });
    sessionOf(await password(mine.email));
    expect(await subjects(mine)).toContain("Two-step sign-in is off at Signin Fast");
    await expect(turnOffOperatorFactor(await signedIn(session))).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("where the account wants it of everybody", () => {
  test("whoever has one sets it; the others are signed out, and set one up when they sign in", async () => {
    const first = await makeOperator();
    await expect(setFactorNeeded(first.operator, { needed: true })).rejects.toMatchObject({ code: "invalid" });
    const pete = await colleague(first);
    const mine = await withApp(first);
    const before = await inviteOperator(mine.operator, { email: `${unique("quinn")}@example.com` });
    await setFactorNeeded(mine.operator, { needed: true });
    expect([await isAlive(mine.session), await isAlive(pete.session)]).toEqual([true, false]);
    await expect(turnOffOperatorFactor(await signedIn(mine.session))).rejects.toMatchObject({ code: "invalid" });

    const step = stepOf(await password(pete.email));
    expect(await finish(step, { code: "000000" })).toBe("session_ended");
    const { secret, sealed } = beginAppInSignIn(await requireOperatorStep(step));
    await expect(setUpAppInSignIn(step, { sealed, code: "000000" })).rejects.toMatchObject({ code: "code_unusable" });
    const { codes, session } = await setUpAppInSignIn(step, { sealed, code: codeOf(secret) });
    expect([codes.length, await isAlive(session)]).toEqual([10, true]);
    expect((await listOperators(mine.operator)).map(({ secondFactor }) => secondFactor)).toEqual([true, true]);

    const joined = await joinAccount({ token: tokenOf(before.link), name: "Quinn", password: OPERATOR_PASSWORD });
    expect(await findOperatorStep(stepOf(joined))).toMatchObject({ secondFactor: false });
    await setFactorNeeded(await signedIn(mine.session), { needed: false });
  });

  test("whoever has a passkey shows it: a thief of the password sets no app up instead, until it is reset", async () => {
    const first = await makeOperator();
    const pete = await colleague(first);
    const [passkey, foreign] = [await makeOperatorPasskey(pete.operator), await makeOperatorPasskey(first.operator)];
    const mine = await withApp(first);
    await setFactorNeeded(mine.operator, { needed: true });
    const step = stepOf(await password(pete.email));
    const opened = await requireOperatorStep(step);
    expect([opened.secondFactor, opened.hasPasskey]).toEqual([false, true]);
    const { secret, sealed } = beginAppInSignIn(opened);
    const proof = async () => (await beginOperatorProof(opened.operatorId)) ?? expect.fail("It was not asked for");
    const show = async (held: typeof passkey) => finish(step, { credential: JSON.stringify(signWith(held, await proof())) });
    await changingNothing(async () => {
      await expect(setUpAppInSignIn(step, { sealed, code: codeOf(secret) })).rejects.toMatchObject({ code: "session_ended" });
      expect([await finish(step, { code: codeOf(secret) }), await show(foreign)]).toEqual(["session_ended", "passkey_refused"]);
    });
    expect(await show(passkey)).toBe("in");

    // One of a domain that we no longer have is nothing to show.
    const moved = (rpId: string) => sql("UPDATE operator_passkeys SET rp_id = $2 WHERE operator_id = $1", [opened.operatorId, rpId]);
    await moved("elsewhere.example");
    expect(await findOperatorStep(step)).toMatchObject({ hasPasskey: false });
    await moved("signin.localhost");
    expect(await findOperatorStep(step)).toMatchObject({ hasPasskey: true });

    await resetFactorOf(mine.operator, { id: opened.operatorId });
    const anew = stepOf(await password(pete.email));
    const app = beginAppInSignIn(await requireOperatorStep(anew));
    expect(await isAlive((await setUpAppInSignIn(anew, { sealed: app.sealed, code: codeOf(app.secret) })).session)).toBe(true);
  });

  test("between the factors nobody sets up another app than the one that they have", async () => {
    const mine = await withApp(await makeOperator());
    const step = stepOf(await password(mine.email));
    const { secret, sealed } = beginAppInSignIn(await requireOperatorStep(step));
    await changingNothing(() =>
      expect(setUpAppInSignIn(step, { sealed, code: codeOf(secret) })).rejects.toMatchObject({ code: "session_ended" }),
    );
  });
});

describe("for one who has lost it all", () => {
  test("another operator takes it away: the password is enough, every session ends, and they are told", async () => {
    const mine = await makeOperator();
    const pete = await withApp(await colleague(mine));
    const events = watch(mine);
    await events();
    await resetFactorOf(mine.operator, { id: pete.session.operatorId });
    expect([await isAlive(pete.session), await isAlive(mine.session)]).toEqual([false, true]);
    sessionOf(await password(pete.email));
    expect(await subjects({ ...pete, operator: mine.operator })).toContain("Two-step sign-in is off at Signin Fast");
    expect((await events())[0]).toEqual(["operator.second_factor_reset", { operator_id: String(pete.session.operatorId) }]);
  });

  test("not one's own, nobody else's, and not where there is nothing to take", async () => {
    const mine = await withApp(await makeOperator());
    const theirs = await withApp(await makeOperator());
    const pete = await colleague(mine);
    await changingNothing(async () => {
      await expect(resetFactorOf(mine.operator, { id: mine.session.operatorId })).rejects.toMatchObject({ code: "invalid" });
      for (const id of [theirs.session.operatorId, pete.session.operatorId, 1n])
        await expect(resetFactorOf(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
    });
    await removeOperator(mine.operator, { id: pete.session.operatorId });
    await changingNothing(() =>
      expect(resetFactorOf(pete.operator, { id: mine.session.operatorId })).rejects.toMatchObject({ code: "wrong_credentials" }),
    );
  });

  test("whoever runs the installation does it by command, and is told what is wrong with the address", async () => {
    const mine = await withApp(await makeOperator());
    expect(await resetFactorFor(mine.email)).toBe(mine.email);
    sessionOf(await password(mine.email));
    const by = "SELECT actor_kind, actor_id FROM audit_events WHERE account_id = $1 AND type = 'operator.second_factor_reset'";
    expect(await sql(by, [mine.operator.scope.accountId])).toEqual([{ actor_kind: "system", actor_id: null }]);
    for (const email of [undefined, "x", `${unique("nobody")}@example.com`, mine.email])
      await expect(resetFactorFor(email)).rejects.toMatchObject({ code: "invalid", issues: [{ path: "email" }] });
  });
});
