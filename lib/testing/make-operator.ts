import { createAccount } from "@/lib/core/accounts/create-account";
import type { Arrival, OperatorSession } from "@/lib/core/operators/arrival";
import { type OperatorContext, operatorContext } from "@/lib/db/resolve";
import { unique } from "./make-tenant";

export const OPERATOR_PASSWORD = "a long operator password";

/** An account of its own with one operator, who is signed in. */
export type SignedIn = { readonly operator: OperatorContext; readonly email: string; readonly session: OperatorSession };

/** Makes an account with its operator, whose address is proved. */
export async function makeOperator(): Promise<SignedIn> {
  const given = { email: `${unique("op")}@example.com`, name: "Olive", password: OPERATOR_PASSWORD };
  const { session, email } = await createAccount(given, { trusted: true });
  return { operator: await signedIn(session), email, session };
}

/** The session that a first factor has led to. */
export function sessionOf(arrival: Arrival): OperatorSession {
  if (arrival.kind === "step") throw new Error("A second factor is asked for");
  return arrival.session;
}

/** The token of the step that a first factor has led to. */
export function stepOf(arrival: Arrival): string {
  if (arrival.kind !== "step") throw new Error("No second factor is asked for");
  return arrival.step;
}

/** The operator of a session. */
export async function signedIn(session: OperatorSession): Promise<OperatorContext> {
  const operator = await operatorContext(session);
  if (!operator) throw new Error("The session has ended");
  return operator;
}

/** Whether a session still counts. */
export const isAlive = async (session: OperatorSession) => (await operatorContext(session)) !== null;

/** The same session as it is when it was proved so many minutes ago who sits there. */
export const olderProof = ({ provedS, ...session }: OperatorSession, minutes = 11): OperatorSession => ({
  ...session,
  provedS: provedS - minutes * 60,
});
