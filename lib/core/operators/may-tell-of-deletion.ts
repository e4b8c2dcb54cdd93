import { takeOperatorAttempt } from "@/lib/db/operators";
import { sha256 } from "@/lib/kernel/secrets";

/** Mails about a deleted account that an operator gets in an hour. */
const MAILS_AN_HOUR = 5;

/**
 * Takes one mail about a deleted account from an address's hourly budget.
 *
 * SECURITY: anybody may sign up with somebody else's address, and delete and bring back for ever.
 */
export async function mayTellOfDeletion(emailCanonical: string): Promise<boolean> {
  const key = sha256(`operator account deleted mail:${emailCanonical}`);
  return (await takeOperatorAttempt([{ key, limit: MAILS_AN_HOUR }], 3_600)) === null;
}
