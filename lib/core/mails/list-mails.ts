import type { AccountContext } from "@/lib/db/resolve";

/** A mail in the mailbox. */
export type KeptMail = {
  readonly id: bigint;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: string[];
  readonly code: string | null;
  readonly createdAt: Date;
};

const columns = { id: true, recipient: true, subject: true, text: true, html: true, links: true, code: true, createdAt: true } as const;

/**
 * The newest hundred mails of the account's sites, newest first. `to` is an address; its case does not matter.
 *
 * SECURITY: mails to operators, which belong to no site, are left out. This is read with an API token, and a link in one of
 * them would make an operator of a program.
 */
export function listMails(account: AccountContext, filter: { to?: string }): Promise<KeptMail[]> {
  const where = { siteId: { not: null }, ...(filter.to === undefined ? {} : { recipient: filter.to.trim().toLowerCase() }) };
  return account.db.mail.findMany({ where, take: 100, orderBy: [{ createdAt: "desc" }, { id: "desc" }], select: columns });
}
