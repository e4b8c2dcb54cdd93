import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import type { ShownToken } from "./create-api-token";
import { liveToken } from "./live-token";

/**
 * Gives an API token a new secret, and it is theirs who did. The old one is dead at once. What it may do, where, and until when
 * stays as it is.
 *
 * @returns the new token, shown this once
 * @throws AppError `not_found`, also for somebody else's and for one that was revoked or has ended
 */
export async function regenerateApiToken({ db, operator }: OperatorContext, { id }: { id: bigint }): Promise<ShownToken> {
  const token = newToken("gma_");
  return withEvent(db, { type: "api_token.regenerated", data: { api_token_id: String(id) } }, async (inside) => {
    const [row] = await inside.apiToken.updateManyAndReturn({
      where: { id, ...liveToken() },
      data: { tokenHash: sha256(token), last4: token.slice(-4), lastUsedAt: null, createdBy: operator.email },
      select: { name: true },
    });
    if (!row) throw new AppError("not_found");
    return { name: row.name, token };
  });
}
