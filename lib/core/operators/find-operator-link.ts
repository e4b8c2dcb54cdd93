import { findOperatorLink as find, type LiveOperatorLink } from "@/lib/db/operators";
import { hashToken } from "@/lib/kernel/secrets";

/** The live link behind a token that somebody was mailed, or null. Looking spends nothing. */
export async function findOperatorLink(purpose: "invitation" | "reset_password", token: unknown): Promise<LiveOperatorLink | null> {
  const hash = typeof token === "string" ? hashToken("opl_", token) : null;
  return hash && find(purpose, hash);
}
