import { z } from "zod";
import { createAccountRows, ownerLinkIsLive } from "@/lib/db/system-db";
import { type Client, NO_CLIENT } from "@/lib/kernel/actor";
import { AppError, invalid } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";
import type { OperatorSession } from "../operators/arrival";
import { operatorPassword } from "../operators/operator-password";
import { hashPassword } from "../passwords/hash-password";
import { requireHardToGuessOperator } from "../passwords/require-hard-to-guess";

const shape = z.object({
  email: fields.email,
  name: fields.personName,
  password: operatorPassword,
});

export type CreatedAccount = {
  readonly accountId: bigint;
  readonly operatorId: bigint;
  readonly email: string;
  /** Shown this once; only its hash is kept. Null: none was asked for. */
  readonly apiToken: string | null;
  /** The operator's session, should they be signed in at once. */
  readonly session: OperatorSession;
};

/**
 * Creates a customer's account, its first operator, and an API token with every right if one is asked for.
 *
 * @param how `ownerLink` is spent together with the creation; without one, the caller has decided that this person may join.
 *   `trusted`: whoever runs the installation vouches for the address, as an owner link shows; otherwise it is not proved yet
 * @throws AppError `invalid`; `link_unusable` when the owner link is unknown, used or expired
 */
export async function createAccount(
  input: { email?: unknown; name?: unknown; password?: unknown },
  {
    ownerLink = null,
    withApiToken = false,
    trusted = ownerLink !== null,
    client = NO_CLIENT,
  }: { ownerLink?: string | null; withApiToken?: boolean; trusted?: boolean; client?: Client } = {},
): Promise<CreatedAccount> {
  const { email, name, password } = checkFields(shape, input);
  const linkHash = ownerLink === null ? null : hashToken("own_", ownerLink);
  // Before the hash: a made-up link must cost next to nothing.
  if (ownerLink !== null && !(linkHash && (await ownerLinkIsLive(linkHash)))) throw new AppError("link_unusable");
  await requireHardToGuessOperator(password, email.canonical);
  const accountId = newId();
  const operatorId = newId();
  const apiToken = withApiToken ? newToken("gma_") : null;
  const displayName = name ?? email.email.slice(0, email.email.indexOf("@"));
  let provedS: number | null;
  try {
    provedS = await createAccountRows(
      {
        account: { id: accountId, name: displayName },
        operator: {
          id: operatorId,
          email: email.email,
          emailCanonical: email.canonical,
          emailProved: trusted,
          name: displayName,
          passwordSealed: await hashPassword(password, `operators.password:${operatorId}`),
        },
        apiToken: apiToken === null ? null : { id: newId(), name: "First token", tokenHash: sha256(apiToken), last4: apiToken.slice(-4) },
        told: { event: happened({ type: "account.created", data: { with_api_token: withApiToken } }), client },
      },
      linkHash,
    );
    if (provedS === null) throw new AppError("link_unusable");
  } catch (error) {
    if (isUniqueViolation(error)) throw invalid("email", "Email has already been taken");
    throw error;
  }
  return { accountId, operatorId, email: email.email, apiToken, session: { operatorId, version: 1, factor: false, provedS } };
}
