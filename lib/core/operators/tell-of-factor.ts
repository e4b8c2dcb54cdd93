import type { OperatorSession } from "@/lib/db/hot/operator-of-session";
import { operatorContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import type { FactorChange } from "../second-factor/factor-change";

/** Has an operator told by mail that something about their second factor is another than it was. */
export async function tellOfFactor(session: OperatorSession, change: FactorChange): Promise<void> {
  const operator = await operatorContext(session);
  if (operator) await enqueue(operator.db, "mail-operator-factor", { operatorId: String(session.operatorId), change });
}
