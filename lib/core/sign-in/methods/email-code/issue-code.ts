import type { MailedSecret } from "@/lib/db/live-secret";
import type { TenantDb } from "@/lib/db/tenant-db";
import { codeMac, newCode, newToken, sha256 } from "@/lib/kernel/secrets";
import { CODE_LINK_PREFIX, emailCodeContext } from "./email-code";

/**
 * Makes the code for a request, and the token of a link, when it is about to be mailed.
 *
 * Jobs are not done in the order of the requests. So nothing is mailed for one that was replaced: whichever mail comes last has
 * the code that is good.
 *
 * @returns null when the request is over: used, expired, deleted, or the address has asked again
 */
export async function issueCode(
  db: TenantDb,
  id: bigint,
  { link = false }: { readonly link?: boolean } = {},
): Promise<{ code: string; token: string | null; minutes: number; secret: MailedSecret } | null> {
  const live = { id, usedAt: null, expiresAt: { gt: new Date() } };
  const columns = { emailCanonical: true, digits: true, createdAt: true, expiresAt: true } as const;
  const asked = await db.emailCode.findFirst({ where: live, select: columns });
  if (!asked) return null;
  const { emailCanonical, digits, createdAt, expiresAt } = asked;
  const newestFirst = [{ createdAt: "desc" }, { id: "desc" }] as const;
  const newest = await db.emailCode.findFirst({ where: { emailCanonical }, orderBy: [...newestFirst], select: { id: true } });
  if (newest?.id !== id) return null;
  const code = newCode(digits);
  const token = link ? newToken(CODE_LINK_PREFIX) : null;
  const kept = { codeMac: codeMac(code, emailCodeContext(id)), linkHash: token === null ? null : sha256(token) };
  const { count } = await db.emailCode.updateMany({ where: live, data: kept });
  const minutes = Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000);
  return count === 1 ? { code, token, minutes, secret: { id, hash: kept.codeMac } } : null;
}
