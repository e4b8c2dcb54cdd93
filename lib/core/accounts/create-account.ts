import { z } from "zod";
import { createAccountRows } from "@/lib/db/system-db";
import { AppError, invalid } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";
import { hashPassword } from "../passwords/hash-password";

/** Operators have no second factor yet, so their passwords are long. */
const MIN_OPERATOR_PASSWORD = 15;

const shape = z.object({
  email: fields.email,
  name: fields.personName,
  password: fields.newPassword.refine(
    (text) => [...text].length >= MIN_OPERATOR_PASSWORD,
    `is too short (minimum is ${MIN_OPERATOR_PASSWORD} characters)`,
  ),
});

export type CreatedAccount = {
  readonly accountId: bigint;
  readonly operatorId: bigint;
  readonly email: string;
  /** Shown this once; only its hash is kept. */
  readonly apiToken: string;
};

/**
 * Creates a customer's account, its first operator and an API token with every right.
 *
 * @param ownerLinkToken when given, it is spent together with the creation; when not, the caller is on the machine itself
 * @throws AppError `invalid`; `link_unusable` when the owner link is unknown, used or expired
 */
export async function createAccount(
  input: { email?: unknown; name?: unknown; password?: unknown },
  ownerLinkToken: string | null,
): Promise<CreatedAccount> {
  const { email, name, password } = checkFields(shape, input);
  const linkHash = ownerLinkToken === null ? null : hashToken("own_", ownerLinkToken);
  if (ownerLinkToken !== null && linkHash === null) throw new AppError("link_unusable");
  const accountId = newId();
  const operatorId = newId();
  const apiToken = newToken("gma_");
  const displayName = name ?? email.email.slice(0, email.email.indexOf("@"));
  try {
    const created = await createAccountRows(
      {
        account: { id: accountId, name: displayName },
        operator: {
          id: operatorId,
          email: email.email,
          emailCanonical: email.canonical,
          name: displayName,
          passwordSealed: await hashPassword(password, `operators.password:${operatorId}`),
        },
        apiToken: { id: newId(), name: "First token", tokenHash: sha256(apiToken), last4: apiToken.slice(-4) },
      },
      linkHash,
    );
    if (!created) throw new AppError("link_unusable");
  } catch (error) {
    if (isUniqueViolation(error)) throw invalid("email", "Email has already been taken");
    throw error;
  }
  return { accountId, operatorId, email: email.email, apiToken };
}
