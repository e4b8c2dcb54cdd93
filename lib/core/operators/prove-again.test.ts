import { describe, expect, test } from "vitest";
import { signWith } from "@/lib/testing/authenticator";
import { freshIp } from "@/lib/testing/hosted-pages";
import { isAlive, makeOperator, OPERATOR_PASSWORD, olderProof, type SignedIn, signedIn } from "@/lib/testing/make-operator";
import { makeOperatorPasskey, withApp } from "@/lib/testing/make-operator-factor";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { changeOperatorPassword } from "./change-operator-password";
import { setFactorNeeded } from "./factor-policy";
import { type GivenProof, proveOperatorAgain } from "./prove-again";
import { requireRecent } from "./require-recent";
import { beginOperatorProof } from "./sign-in-by-passkey";
import { signInOperator } from "./sign-in-operator";
import { signOutOperator } from "./sign-out-operator";

/** An operator whose proof is eleven minutes old. */
const later = async ({ session }: SignedIn) => signedIn({ ...olderProof(session), beganS: 1_700_000_000 });
const recent = async (session: SignedIn["session"]) => (await signedIn(session)).operator.recent;

describe("a proof", () => {
  test("is a sign-in for ten minutes on the database's clock; then it is asked for", async () => {
    const { session } = await makeOperator();
    expect([
      await recent(session),
      await recent(olderProof(session, 9.9)),
      await recent(olderProof(session, 10.1)),
      await recent({ ...session, provedS: 0 }),
    ]).toEqual([true, true, false, false]);
    const old = await signedIn(olderProof(session));
    expect(() => requireRecent(old)).toThrow(expect.objectContaining({ code: "proof_too_old", status: 403 }));
  });

  test("is the password for who has nothing else; the session goes on, and ends when it would have", async () => {
    const mine = await makeOperator();
    const session = await proveOperatorAgain(await later(mine), { currentPassword: OPERATOR_PASSWORD }, freshIp());
    expect(session).toEqual({ ...mine.session, beganS: 1_700_000_000, provedS: expect.any(Number) });
    expect(await recent(session)).toBe(true);
  });

  test("is password and code where there is an app, each good once; the password alone is none", async () => {
    const mine = await withApp(await makeOperator());
    const old = await later(mine);
    const wrong = (given: GivenProof) =>
      proveOperatorAgain(old, given, freshIp()).then(
        () => "proved",
        (error) => error.issues ?? error.code,
      );
    expect(await wrong({ currentPassword: OPERATOR_PASSWORD })).toEqual([{ path: "code", message: "Code is wrong, or was used before" }]);
    expect(await wrong({ currentPassword: "wrong", code: mine.code() })).toEqual([
      { path: "currentPassword", message: "Current password is wrong" },
    ]);
    expect(await wrong({ currentPassword: OPERATOR_PASSWORD, recoveryCode: "xxxxx-xxxxx" })).toEqual([
      { path: "recoveryCode", message: "Code is wrong, or was used before" },
    ]);
    const code = mine.code();
    expect(await recent(await proveOperatorAgain(old, { currentPassword: OPERATOR_PASSWORD, code }, freshIp()))).toBe(true);
    expect(await wrong({ currentPassword: OPERATOR_PASSWORD, code })).toEqual([
      { path: "code", message: "Code is wrong, or was used before" },
    ]);
    expect(await wrong({ currentPassword: OPERATOR_PASSWORD, recoveryCode: mine.codes[0] })).toBe("proved");
  });

  test("is a passkey of one's own", async () => {
    const [mine, theirs] = [await withApp(await makeOperator()), await makeOperator()];
    const passkey = await makeOperatorPasskey(mine.operator);
    const foreign = await makeOperatorPasskey(theirs.operator);
    const options = await beginOperatorProof(mine.session.operatorId);
    if (!options) throw new Error("It was not asked for");
    const old = await later(mine);
    const prove = (answer: object) => proveOperatorAgain(old, { credential: JSON.stringify(answer) }, freshIp());
    await expect(prove(signWith(foreign, options))).rejects.toMatchObject({ code: "passkey_refused" });
    expect(await recent(await prove(signWith(passkey, options)))).toBe(true);
    expect(await beginOperatorProof((await makeOperator()).session.operatorId)).toBeNull();
  });

  test("is no password alone where the account wants a second factor: no less than a sign-in, nor for a new password", async () => {
    const first = await makeOperator();
    const passkey = await makeOperatorPasskey(first.operator);
    const mine = await withApp(first);
    await setFactorNeeded(mine.operator, { needed: true });
    await sql("UPDATE operators SET second_factor = false WHERE id = $1", [mine.session.operatorId]);
    const old = await later(mine);
    await changingNothing(async () => {
      await expect(proveOperatorAgain(old, { currentPassword: OPERATOR_PASSWORD }, freshIp())).rejects.toMatchObject({
        code: "invalid",
        issues: [{ path: "", message: "Your account requires a second step. Use your passkey, or sign in again." }],
      });
      const change = { currentPassword: OPERATOR_PASSWORD, newPassword: "another long operator password" };
      await expect(changeOperatorPassword(old, change, freshIp())).rejects.toMatchObject({ code: "proof_too_old" });
    });
    const options = (await beginOperatorProof(mine.session.operatorId)) ?? expect.fail("It was not asked for");
    const proved = await proveOperatorAgain(old, { credential: JSON.stringify(signWith(passkey, options)) }, freshIp());
    expect(await recent(proved)).toBe(true);
  });

  test("is not kept from who is signed in by strangers who fail at the sign-in, and their own guesses are few all the same", async () => {
    const mine = await makeOperator();
    const strangers = () => signInOperator({ email: mine.email, password: "wrong" }, { ip: freshIp() }).catch(({ code }) => code);
    for (let guess = 0; guess < 10; guess++) await strangers();
    expect(await strangers()).toBe("too_many_attempts");
    const sessions = [await later(mine), await later(mine)];
    const prove = (currentPassword: string, at = 0) =>
      proveOperatorAgain(sessions[at % 2] ?? mine.operator, { currentPassword }, freshIp()).then(
        () => "proved",
        ({ code }) => code,
      );
    expect(await prove(OPERATOR_PASSWORD)).toBe("proved");
    const guesses = await Promise.all(Array.from({ length: 10 }, (_, at) => prove("wrong", at)));
    expect(guesses).toEqual(Array(10).fill("invalid"));
    expect([await prove(OPERATOR_PASSWORD), await prove(OPERATOR_PASSWORD, 1)]).toEqual(["too_many_attempts", "too_many_attempts"]);
  });

  test("is none for a session that has ended, and guesses are counted with those at the sign-in", async () => {
    const mine = await makeOperator();
    const old = await later(mine);
    const prove = (currentPassword: string) => proveOperatorAgain(old, { currentPassword }, freshIp());
    await signOutOperator(mine.session);
    await expect(prove(OPERATOR_PASSWORD)).rejects.toMatchObject({ code: "wrong_credentials" });
    for (let guess = 0; guess < 10; guess++) await prove("wrong").catch(() => undefined);
    const signIn = signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() });
    await expect(signIn).rejects.toMatchObject({ code: "too_many_attempts" });
    expect(await isAlive(mine.session)).toBe(false);
  });

  test("is told to the audit log", async () => {
    const mine = await makeOperator();
    await proveOperatorAgain(await later(mine), { currentPassword: OPERATOR_PASSWORD }, freshIp());
    const events = await sql("SELECT data FROM audit_events WHERE account_id = $1 AND type = 'operator.proved_again'", [
      mine.operator.scope.accountId,
    ]);
    expect(events).toEqual([{ data: { method: "password" } }]);
  });

  test("is wanted for a new password of who has an app: their old password alone is not enough", async () => {
    const mine = await withApp(await makeOperator());
    const change = { currentPassword: OPERATOR_PASSWORD, newPassword: "another long operator password" };
    const old = await later(mine);
    await changingNothing(() => expect(changeOperatorPassword(old, change, freshIp())).rejects.toMatchObject({ code: "proof_too_old" }));
    expect(await isAlive(await changeOperatorPassword(mine.operator, change, freshIp()))).toBe(true);
    const without = await makeOperator();
    expect(await isAlive(await changeOperatorPassword(await later(without), change, freshIp()))).toBe(true);
  });
});
