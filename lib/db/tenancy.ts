import type { Prisma } from "./generated/client";

/**
 * Which columns say whose a row is, for every model.
 *
 * `{account, site}` name the columns; `insertOnly` is a shared ledger that a scope may add to and never read;
 * `system` cannot be reached from a scope at all. A new model does not compile until it is listed.
 */
export type Tenancy = { readonly account: string; readonly site?: string } | "insertOnly" | "system";

export const TENANCY = {
  Account: { account: "id" },
  Operator: { account: "accountId" },
  OwnerLink: "system",
  ApiToken: { account: "accountId" },
  Slug: "insertOnly",
  Site: { account: "accountId", site: "id" },
  SiteUser: { account: "accountId", site: "siteId" },
  CallbackToken: { account: "accountId", site: "siteId" },
  MailToken: { account: "accountId", site: "siteId" },
  Mail: { account: "accountId", site: "siteId" },
  Attempt: { account: "accountId", site: "siteId" },
} as const satisfies Record<Prisma.ModelName, Tenancy>;
