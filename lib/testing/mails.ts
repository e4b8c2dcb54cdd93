import type { Tenant } from "./make-tenant";
import { runJobs } from "./run-jobs";

/** A mail as the mailbox kept it. `query` is that of its first link with a token. */
export type FoundMail = { subject: string; text: string; links: string[]; code: string | null; token: string; path: string };

/** The mails of a customer to an address, newest first, after everything that was queued is done. */
export async function mailsTo(tenant: Tenant, recipient: string): Promise<FoundMail[]> {
  await runJobs();
  const columns = { subject: true, text: true, links: true, code: true } as const;
  const rows = await tenant.account.db.mail.findMany({
    where: { recipient },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: columns,
  });
  return rows.map((row) => {
    const link = row.links.map((href) => new URL(href)).find(({ searchParams }) => searchParams.has("token"));
    return { ...row, token: link?.searchParams.get("token") ?? "", path: link ? link.pathname + link.search : "" };
  });
}

/** The newest of them. */
export async function newestMail(tenant: Tenant, recipient: string): Promise<FoundMail> {
  const [mail] = await mailsTo(tenant, recipient);
  if (!mail) throw new Error(`Nobody mailed ${recipient}`);
  return mail;
}
