import { endOperatorSessions } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { happened } from "../audit/happened";
import type { OperatorSession } from "./arrival";

/** Ends every session of an operator, wherever it is open. */
export function signOutOperator(
  { operatorId, version }: Pick<OperatorSession, "operatorId" | "version">,
  client = NO_CLIENT,
): Promise<void> {
  return endOperatorSessions(operatorId, version, { event: happened({ type: "operator.signed_out" }), client });
}
