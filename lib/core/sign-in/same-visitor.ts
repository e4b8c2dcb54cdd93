import type { LiveMailSecret } from "@/lib/db/consume/mail-secret";
import { sameBytes } from "@/lib/kernel/secrets";
import type { Visitor } from "./visitor";

/** True when this browser is the one that asked for the mail. */
export function isSameVisitor(secret: LiveMailSecret, visitor: Visitor): boolean {
  return secret.browserHash !== null && visitor.browserHash !== null && sameBytes(secret.browserHash, visitor.browserHash);
}
