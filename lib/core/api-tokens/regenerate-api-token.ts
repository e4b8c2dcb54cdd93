import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newToken, sha256 } from "@/lib/kernel/secrets";

/**
 * Gives an API token a new secret, and it is theirs who did. The old one is dead at once.
 *
 * @returns the new token, shown this once
 * @throws AppError `not_found`, also for somebody else's and for a revoked one
 */
export async function regenerateApiToken(
  { db, operator }: OperatorContext,
  { id }: { id: bigint },
): Promise<{ name: string; token: string }> {
  const token = newToken("gma_");
  const [row] = await db.apiToken.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { tokenHash: sha256(token), last4: token.slice(-4), lastUsedAt: null, createdBy: operator.email },
    select: { name: true },
  });
  if (!row) throw new AppError("not_found");
  return { name: row.name, token };
}
