import type { OperatorContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../audit/record-event";
import { readAttestation, readChallenge } from "../passkeys/answer";
import { creationOptions } from "../passkeys/ceremony-options";
import { MOST_PASSKEYS } from "../passkeys/passkey";
import { providerOf } from "../passkeys/provider";
import { verifyAttestation } from "../passkeys/verify-attestation";
import type { OperatorSession } from "./arrival";
import { holdOperator } from "./hold-operator";
import { newOperatorChallenge, operatorHandle, requireOperatorChallenge, spendOperatorChallenge } from "./verify-passkey";

/** What a browser is told to make a passkey for the dashboard. Its name says so: sites here share the domain. */
export async function beginOperatorPasskey({ db, operator }: OperatorContext) {
  const { id: operatorId, sessionVersion: version, email, name } = operator;
  const passkeys = await db.operatorPasskey.findMany({ where: { operatorId }, select: { credentialId: true, transports: true } });
  const maker = { place: "Signin Fast", userHandle: operatorHandle(operatorId), name: `${email} (dashboard)`, displayName: name };
  return creationOptions(newOperatorChallenge({ kind: "add", operatorId, version }), maker, passkeys, "required");
}

/**
 * Adds the passkey that an operator has made, and has them told by mail, in one transaction.
 *
 * @param answer the browser's JSON
 * @throws AppError `passkey_not_added`, `passkey_refused`, `passkey_timed_out`, `passkey_known`, `too_many_passkeys`; `wrong_credentials` when
 *   the session has ended meanwhile
 */
export async function addOperatorPasskey({ db, operator }: OperatorContext, answer: unknown): Promise<void> {
  const { id: operatorId, sessionVersion: version } = operator;
  const given = readAttestation(answer);
  const challenge = given && readChallenge(given);
  if (!given || !challenge) throw new AppError("passkey_not_added");
  requireOperatorChallenge({ kind: "add", operatorId, version }, challenge);
  const made = await verifyAttestation(given, challenge, { userVerification: "required", unasked: false });
  if (!(await spendOperatorChallenge(challenge))) throw new AppError("passkey_not_added");
  const id = newId();
  const name = providerOf(made.aaguid) ?? "Passkey";
  try {
    await db.$transaction(async (inside) => {
      await holdOperator(inside, operator);
      if ((await inside.operatorPasskey.count({ where: { operatorId } })) >= MOST_PASSKEYS) throw new AppError("too_many_passkeys");
      const { transports } = given.response;
      await inside.operatorPasskey.create({ data: { ...made, id, operatorId, name, transports, userHandle: operatorHandle(operatorId) } });
      await enqueue(inside, "mail-operator-passkey", { operatorId: String(operatorId), change: "added", name });
      await recordEvent(inside, { type: "operator.passkey_added", data: { passkey_id: String(id) } });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError("passkey_known", { cause: error }) : error;
  }
}

/**
 * Takes a passkey from an operator, and has them told by mail, in one transaction. Every other session ends: whoever has a lost or
 * a foreign passkey may have begun one with it.
 *
 * @returns the session that goes on
 * @throws AppError `not_found`, also for another operator's; `invalid` for the last that they have to show where their account wants a
 *   second factor of everybody; `wrong_credentials` when the session has ended meanwhile
 */
export async function removeOperatorPasskey({ db, operator, session }: OperatorContext, { id }: { id: bigint }): Promise<OperatorSession> {
  const { id: operatorId, sessionVersion, secondFactor, factorNeeded } = operator;
  const where = { id, operatorId };
  await db.$transaction(async (inside) => {
    await holdOperator(inside, operator);
    const passkey = await inside.operatorPasskey.findFirst({ where, select: { name: true } });
    if (!passkey) throw new AppError("not_found");
    const ended = await inside.operator.updateMany({
      where: { id: operatorId, sessionVersion },
      data: { sessionVersion: { increment: 1 } },
    });
    if (ended.count === 0) throw new AppError("wrong_credentials");
    await inside.operatorPasskey.deleteMany({ where });
    if (factorNeeded && !secondFactor && (await inside.operatorPasskey.count({ where: { operatorId } })) === 0)
      throw invalid("", "Your account requires a second step. Set up an app or add another passkey first.");
    await enqueue(inside, "mail-operator-passkey", { operatorId: String(operatorId), change: "removed", name: passkey.name });
    await recordEvent(inside, { type: "operator.passkey_removed", data: { passkey_id: String(id) } });
  });
  return { ...session, version: sessionVersion + 1 };
}
