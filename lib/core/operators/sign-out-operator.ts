import { endOperatorSessions } from "@/lib/db/operators";
import type { OperatorSession } from "./sign-in-operator";

/** Ends every session of an operator, wherever it is open. */
export function signOutOperator({ operatorId, version }: OperatorSession): Promise<void> {
  return endOperatorSessions(operatorId, version);
}
