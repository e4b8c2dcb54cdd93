import { z } from "zod";
import type { OperatorContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { holdOperator } from "../operators/hold-operator";

const shape = z.object({ name: fields.siteName });

/** Live tokens of one account. */
const MOST = 100;

/**
 * Makes an API token, which may do everything the account may.
 *
 * @returns the token itself, shown this once: only its hash is kept
 * @throws AppError `invalid`; `wrong_credentials` when the operator's session has ended meanwhile
 */
export async function createApiToken(
  { db, operator }: OperatorContext,
  input: { name?: unknown },
): Promise<{ name: string; token: string }> {
  const { name } = checkFields(shape, input);
  if ((await db.apiToken.count({ where: { revokedAt: null } })) >= MOST)
    throw invalid("name", `Name is not taken: an account has at most ${MOST} tokens. Revoke one that is not used.`);
  const token = newToken("gma_");
  await db.$transaction(async (tx) => {
    await holdOperator(tx, operator);
    await tx.apiToken.create({
      data: { id: newId(), name, tokenHash: sha256(token), last4: token.slice(-4), createdBy: operator.email },
    });
  });
  return { name, token };
}
