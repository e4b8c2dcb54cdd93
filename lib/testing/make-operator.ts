import { createAccount } from "@/lib/core/accounts/create-account";
import type { OperatorSession } from "@/lib/core/operators/sign-in-operator";
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

/** The operator of a session. */
export async function signedIn({ operatorId, version }: OperatorSession): Promise<OperatorContext> {
  const operator = await operatorContext(operatorId, version);
  if (!operator) throw new Error("The session has ended");
  return operator;
}

/** Whether a session still counts. */
export const isAlive = async ({ operatorId, version }: OperatorSession) => (await operatorContext(operatorId, version)) !== null;
