import type { OperatorRow } from "@/lib/db/hot/operator-of-session";
import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError } from "@/lib/kernel/errors";

/**
 * Goes before a new way into the account is written, in the same transaction: the operator's session must count still.
 *
 * SECURITY: whoever removes operators or voids their work waits until the transaction is over, and sees what it wrote; or
 * was first, and nothing is written.
 *
 * @throws AppError `wrong_credentials` when the session has ended meanwhile
 */
export async function holdOperator(db: TenantDb, { id, sessionVersion }: OperatorRow): Promise<void> {
  await db.$lockAccount();
  if ((await db.operator.count({ where: { id, sessionVersion } })) === 0) throw new AppError("wrong_credentials");
}
