import { hasOperator, ownerLinkIsLive, replaceOwnerLink } from "@/lib/db/system-db";
import { env } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, sha256 } from "@/lib/kernel/secrets";

const HOURS = 24;

/** Makes the one-time link with which the first operator takes possession. Earlier links end. */
export async function createOwnerLink(): Promise<string> {
  const token = newToken("own_");
  await replaceOwnerLink({ id: newId(), tokenHash: sha256(token), hours: HOURS });
  return `${env().appUrl}/dashboard/owner?token=${token}`;
}

/** A fresh owner link while nobody has taken possession yet, else null. */
export async function ownerLinkIfUnclaimed(): Promise<string | null> {
  return (await hasOperator()) ? null : createOwnerLink();
}

/** True while an owner link could still be used. Looking spends nothing. */
export async function isOwnerLinkLive(token: string): Promise<boolean> {
  const hash = hashToken("own_", token);
  return hash !== null && ownerLinkIsLive(hash);
}
