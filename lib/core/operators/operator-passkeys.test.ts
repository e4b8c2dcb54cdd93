import { describe, expect, test } from "vitest";
import { createPasskey, signWith } from "@/lib/testing/authenticator";
import { freshIp } from "@/lib/testing/hosted-pages";
import { isAlive, makeOperator, OPERATOR_PASSWORD, signedIn, stepOf } from "@/lib/testing/make-operator";
import { makeOperatorPasskey, withApp } from "@/lib/testing/make-operator-factor";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { beginPasskeySignIn } from "../sign-in/methods/passkey/begin-sign-in";
import { addOperatorPasskey, beginOperatorPasskey, removeOperatorPasskey } from "./add-passkey";
import { setFactorNeeded } from "./factor-policy";
import { finishOperatorStep } from "./finish-step";
import { operatorFactor } from "./operator-factor";
import { resetFactorFor } from "./reset-factor";
import { beginOperatorProof, beginPasskeyLogin, signInByPasskey } from "./sign-in-by-passkey";
import { signInOperator } from "./sign-in-operator";
import { signOutOperator } from "./sign-out-operator";

const json = JSON.stringify;
const code = (error: { code: string }) => error.code;
const use = (answer: object) => signInByPasskey(json(answer)).then(() => "in", code);

describe("a passkey", () => {
  test("is added, told of by mail, signs in as both factors at once, and is removed", async () => {
    const mine = await withApp(await makeOperator());
    const passkey = await makeOperatorPasskey(mine.operator);
    const session = await signInByPasskey(json(signWith(passkey, beginPasskeyLogin())));
    expect(session).toEqual({ ...mine.session, provedS: expect.any(Number) });
    expect([await isAlive(session), (await signedIn(session)).operator.recent]).toEqual([true, true]);
    const { passkeys } = await operatorFactor(mine.operator);
    expect(passkeys).toEqual([{ id: expect.anything(), name: "Bitwarden", createdAt: expect.any(Date), lastUsedAt: expect.any(Date) }]);
    await removeOperatorPasskey(mine.operator, { id: passkeys[0]?.id ?? 0n });
    expect(await use(signWith(passkey, beginPasskeyLogin()))).toBe("passkey_refused");
    await runJobs();
    const mails = await mine.operator.db.mail.findMany({ select: { subject: true } });
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
      "A passkey was added at Signin Fast",
      "A passkey was removed at Signin Fast",
      "Two-step sign-in is on at Signin Fast",
    ]);
  });

  test("shows the second step as well", async () => {
    const mine = await withApp(await makeOperator());
    const passkey = await makeOperatorPasskey(mine.operator);
    const step = stepOf(await signInOperator({ email: mine.email, password: OPERATOR_PASSWORD }, { ip: freshIp() }));
    const options = await beginOperatorProof(mine.session.operatorId);
    if (!options) throw new Error("It was not asked for");
    const session = await finishOperatorStep(step, { credential: json(signWith(passkey, options)) });
    expect(await isAlive(session)).toBe(true);
  });

  test("is refused where its authenticator did not make sure who holds it, when it is added as when it is used", async () => {
    const { operator } = await makeOperator();
    const { answer } = createPasskey(await beginOperatorPasskey(operator), { verified: false });
    await expect(addOperatorPasskey(operator, json(answer))).rejects.toMatchObject({ code: "passkey_not_added" });
    const passkey = await makeOperatorPasskey(operator);
    expect(await use(signWith(passkey, beginPasskeyLogin(), { verified: false }))).toBe("passkey_refused");
  });

  test("answers a challenge once, of 16 at once as well, and its count only grows", async () => {
    const { operator } = await makeOperator();
    const passkey = await makeOperatorPasskey(operator, { counter: 5 });
    const answer = signWith(passkey, beginPasskeyLogin());
    const answers = await Promise.all(Array.from({ length: 16 }, () => use(answer)));
    expect(answers.filter((each) => each === "in")).toEqual(["in"]);
    expect(await use(signWith(passkey, beginPasskeyLogin(), { counter: 6 }))).toBe("passkey_refused");
    expect(await use(signWith(passkey, beginPasskeyLogin(), { counter: 9 }))).toBe("in");
  });

  test("signs nobody in for another origin, domain, ceremony, purpose or operator, nor as a user of a site", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    const passkey = await makeOperatorPasskey(mine.operator);
    const foreign = await makeOperatorPasskey(theirs.operator);
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const { passkey: ofUser } = await makePasskey(tenant, user);
    const proof = await beginOperatorProof(mine.session.operatorId);
    if (!proof) throw new Error("It was not asked for");
    await changingNothing(async () => {
      const begun = beginPasskeyLogin();
      for (const twist of [
        { origin: "https://evil.example" },
        { rpId: "evil.example" },
        { type: "webauthn.create" },
        { challenge: "x" },
        { userHandle: null },
        { userHandle: foreign.userHandle },
        { present: false },
      ])
        expect([twist, await use(signWith(passkey, begun, twist))]).toEqual([twist, "passkey_refused"]);
      expect(await use(signWith(passkey, proof))).toBe("passkey_refused");
      expect(await use(signWith(passkey, beginPasskeySignIn(tenant.context, "required")))).toBe("passkey_refused");
      expect(await use(signWith(ofUser, begun))).toBe("passkey_refused");
      for (const text of ["", "{}", "null", "[]", json({ id: "x" })])
        expect(await signInByPasskey(text).catch(code)).toBe("passkey_refused");
    });
    const step = stepOf(await signInOperator({ email: (await withApp(mine)).email, password: OPERATOR_PASSWORD }, { ip: freshIp() }));
    await expect(finishOperatorStep(step, { credential: json(signWith(foreign, proof)) })).rejects.toMatchObject({
      code: "passkey_refused",
    });
  });

  test("is added in the session that asked, once, and only to one's own", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    const { answer, passkey } = createPasskey(await beginOperatorPasskey(mine.operator));
    await expect(addOperatorPasskey(theirs.operator, json(answer))).rejects.toMatchObject({ code: "passkey_refused" });
    await addOperatorPasskey(mine.operator, json(answer));
    await expect(addOperatorPasskey(mine.operator, json(answer))).rejects.toMatchObject({ code: "passkey_not_added" });
    expect((await beginOperatorPasskey(mine.operator)).excludeCredentials).toEqual([
      { id: passkey.id, type: "public-key", transports: ["internal", "hybrid"] },
    ]);
    const [{ id } = { id: 0n }] = (await operatorFactor(mine.operator)).passkeys;
    await changingNothing(() => expect(removeOperatorPasskey(theirs.operator, { id })).rejects.toMatchObject({ code: "not_found" }));
    const late = createPasskey(await beginOperatorPasskey(mine.operator));
    await signOutOperator(mine.session);
    await expect(addOperatorPasskey(mine.operator, json(late.answer))).rejects.toMatchObject({ code: "wrong_credentials" });
  });

  test("that is removed ends every session but the one that removed it", async () => {
    const mine = await makeOperator();
    const lost = await makeOperatorPasskey(mine.operator);
    const thief = await signInByPasskey(json(signWith(lost, beginPasskeyLogin())));
    const [{ id } = { id: 0n }] = (await operatorFactor(mine.operator)).passkeys;
    const session = await removeOperatorPasskey(mine.operator, { id });
    expect(session).toEqual({ ...mine.session, version: mine.session.version + 1 });
    expect([await isAlive(session), await isAlive(mine.session), await isAlive(thief)]).toEqual([true, false, false]);
    await changingNothing(() => expect(removeOperatorPasskey(mine.operator, { id }).catch(code)).resolves.toBe("wrong_credentials"));
  });

  test("stays where it is the last that its operator has to show, and their account wants a second factor of everybody", async () => {
    const first = await makeOperator();
    await makeOperatorPasskey(first.operator);
    const passkey = await makeOperatorPasskey(first.operator);
    const mine = await withApp(first);
    await setFactorNeeded(mine.operator, { needed: true });
    await sql("UPDATE operators SET second_factor = false WHERE id = $1", [mine.session.operatorId]);
    const now = async () => signedIn(await signInByPasskey(json(signWith(passkey, beginPasskeyLogin()))));
    const [other = 0n, last = 0n] = (await operatorFactor(mine.operator)).passkeys.map(({ id }) => id);
    await removeOperatorPasskey(await now(), { id: other });
    const session = await now();
    const used = (await operatorFactor(session)).passkeys;
    await expect(removeOperatorPasskey(session, { id: last })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "", message: "Your account requires a second step. Set up an app or add another passkey first." }],
    });
    expect([(await operatorFactor(session)).passkeys, await isAlive(session.session)]).toEqual([used, true]);
  });

  test("goes with what is reset", async () => {
    const { operator, email } = await makeOperator();
    const passkey = await makeOperatorPasskey(operator);
    await resetFactorFor(email);
    expect(await use(signWith(passkey, beginPasskeyLogin()))).toBe("passkey_refused");
  });
});
