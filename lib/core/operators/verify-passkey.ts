import { consumePasskeyCount, type FoundPasskey, findOperatorPasskey } from "@/lib/db/consume/operator-factor";
import { takeOperatorAttempt } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { passkeyMacs, sameBytes } from "@/lib/kernel/secrets";
import { readAssertion, readChallenge } from "../passkeys/answer";
import { newChallengeFor, REMEMBERED_S, requireChallengeFor, spentKey } from "../passkeys/challenge";
import { verifySignature } from "../passkeys/verify-signature";

/** What a passkey is asked for in the dashboard. */
export type OperatorPurpose =
  | { readonly kind: "sign_in" }
  /** To show that one is this operator. */
  | { readonly kind: "prove"; readonly operatorId: bigint }
  /** To be added to this operator's, under one version of their sessions. */
  | { readonly kind: "add"; readonly operatorId: bigint; readonly version: number };

/** SECURITY: a site's challenges begin with the number of an account; these are none of them. */
function purposeText(purpose: OperatorPurpose): string {
  const who = "operatorId" in purpose ? purpose.operatorId : "";
  const version = "version" in purpose ? purpose.version : "";
  return ["operators", purpose.kind, who, version].join(":");
}

/** A challenge for an operator's passkey. */
export const newOperatorChallenge = (purpose: OperatorPurpose) => newChallengeFor(purposeText(purpose));

/** @throws AppError `passkey_refused`, `passkey_timed_out` */
export const requireOperatorChallenge = (purpose: OperatorPurpose, challenge: string) =>
  requireChallengeFor(purposeText(purpose), challenge);

/** Spends a challenge. Of any number of callers with the same one exactly one gets true. */
export const spendOperatorChallenge = async (challenge: string) =>
  (await takeOperatorAttempt([{ key: spentKey(challenge), limit: 1 }], REMEMBERED_S)) === null;

/** What authenticators call an operator: bytes that say nothing to anybody else. Each passkey keeps the one it was made with. */
export const operatorHandle = (operatorId: bigint) => new Uint8Array(passkeyMacs(`operator:${operatorId}`)[0] as Buffer);

/**
 * Tells whose passkey answered a challenge, and spends both: the challenge is good once, and the count of a passkey that counts
 * only grows.
 *
 * SECURITY: whoever holds it was made sure of by its authenticator: an operator's passkey is both factors, always. Whatever is wrong is
 * one refusal, and there is nothing to guess.
 *
 * @param text the answer as the browser's JSON
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export async function verifyOperatorPasskey(text: unknown, purpose: Exclude<OperatorPurpose, { kind: "add" }>): Promise<FoundPasskey> {
  const answer = readAssertion(text);
  const challenge = answer && readChallenge(answer);
  if (!answer || !challenge) throw new AppError("passkey_refused");
  requireOperatorChallenge(purpose, challenge);
  const passkey = await findOperatorPasskey(Buffer.from(answer.id, "base64url"));
  if (!passkey || !isOf(passkey, answer.response.userHandle, purpose)) throw new AppError("passkey_refused");
  const { newCounter, credentialBackedUp } = await verifySignature(answer, challenge, passkey, { userVerification: "required" });
  if (!(await spendOperatorChallenge(challenge))) throw new AppError("passkey_refused");
  if (!(await consumePasskeyCount(passkey.id, BigInt(newCounter), credentialBackedUp))) {
    log.warn({ passkey_id: String(passkey.id) }, "operator's passkey refused: its counter did not grow");
    throw new AppError("passkey_refused");
  }
  return passkey;
}

/** SECURITY: the operator that the authenticator says, where it says one, and where nobody else does it has to. */
function isOf(passkey: FoundPasskey, userHandle: string | null | undefined, purpose: OperatorPurpose): boolean {
  if ("operatorId" in purpose && purpose.operatorId !== passkey.operatorId) return false;
  if (!userHandle) return purpose.kind !== "sign_in";
  return sameBytes(Buffer.from(userHandle, "base64url"), passkey.userHandle);
}
