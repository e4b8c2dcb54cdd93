import { passwordProves } from "@/lib/core/operators/prove-again";
import { beginOperatorProof } from "@/lib/core/operators/sign-in-by-passkey";
import type { CurrentOperator } from "../../session";

/** What somebody can show that it is they. */
export type ProofWanted = {
  readonly email: string;
  /** Whether their password proves it, with a code beside it where that is wanted. */
  readonly password: boolean;
  /** Whether the password wants a code beside it. */
  readonly code: boolean;
  /** What to ask the browser for, as JSON; null: they have no passkey. */
  readonly passkey: string | null;
};

/** What an operator can show that it is they, with a new challenge for their passkeys. */
export async function proofWanted(operator: CurrentOperator["operator"]): Promise<ProofWanted> {
  const { id, email, secondFactor: code } = operator;
  const options = await beginOperatorProof(id);
  return { email, password: passwordProves(operator), code, passkey: options && JSON.stringify(options) };
}
