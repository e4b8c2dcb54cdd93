import type { TenantDb } from "@/lib/db/tenant-db";
import type { MailText, MailTextRef } from "./mail-text";
import { wordsOf } from "./words";

/** A site's own words in one mail and one language; none, where it said nothing. */
export async function getMailText(db: TenantDb, { kind, language }: MailTextRef): Promise<MailText> {
  const row = await db.mailText.findFirst({ where: { kind, language }, select: { texts: true } });
  return { kind, language, words: wordsOf(kind, row?.texts ?? {}) };
}
