import type { TenantDb } from "@/lib/db/tenant-db";
import { codeMac, newCode } from "@/lib/kernel/secrets";
import { emailCodeContext } from "./email-code";

/**
 * Makes the code for a request, when it is about to be mailed.
 *
 * @returns null when the request is over: used, expired, deleted
 */
export async function issueCode(db: TenantDb, id: bigint): Promise<{ code: string; minutes: number } | null> {
  const live = { id, usedAt: null, expiresAt: { gt: new Date() } };
  const asked = await db.emailCode.findFirst({ where: live, select: { digits: true, createdAt: true, expiresAt: true } });
  if (!asked) return null;
  const code = newCode(asked.digits);
  const { count } = await db.emailCode.updateMany({ where: live, data: { codeMac: codeMac(code, emailCodeContext(id)) } });
  const minutes = Math.round((asked.expiresAt.getTime() - asked.createdAt.getTime()) / 60_000);
  return count === 1 ? { code, minutes } : null;
}
