import type { Prisma } from "./generated/client";

/**
 * Which columns say whose a row is, for every model.
 *
 * `{account, site}` name the columns, and with `siteOptional` a row may belong to the account alone, with `siteOnly` only its site's handle reaches it; `insertOnly` is a shared ledger that a scope may add to and never read;
 * `system` cannot be reached from a scope at all. A new model does not compile until it is listed.
 */
export type Tenancy =
  | { readonly account: string; readonly site?: string; readonly siteOptional?: true; readonly siteOnly?: true }
  | "insertOnly"
  | "system";

export const TENANCY = {
  Account: { account: "id" },
  Operator: { account: "accountId" },
  OperatorLink: { account: "accountId" },
  OperatorTotpSecret: { account: "accountId" },
  OperatorRecoveryCode: { account: "accountId" },
  OperatorPasskey: { account: "accountId" },
  OperatorAttempt: "system",
  OwnerLink: "system",
  ApiToken: { account: "accountId" },
  Slug: "insertOnly",
  Site: { account: "accountId", site: "id" },
  MailText: { account: "accountId", site: "siteId", siteOnly: true },
  SiteLogo: { account: "accountId", site: "siteId", siteOnly: true },
  SiteUser: { account: "accountId", site: "siteId" },
  CallbackToken: { account: "accountId", site: "siteId" },
  MailToken: { account: "accountId", site: "siteId" },
  SigningKey: { account: "accountId", site: "siteId", siteOnly: true },
  Session: { account: "accountId", site: "siteId" },
  TotpSecret: { account: "accountId", site: "siteId", siteOnly: true },
  RecoveryCode: { account: "accountId", site: "siteId", siteOnly: true },
  SecondFactorStep: { account: "accountId", site: "siteId", siteOnly: true },
  TrustedBrowser: { account: "accountId", site: "siteId", siteOnly: true },
  EmailChange: { account: "accountId", site: "siteId" },
  EmailCode: { account: "accountId", site: "siteId" },
  Passkey: { account: "accountId", site: "siteId" },
  IdentityProvider: { account: "accountId", site: "siteId" },
  LinkedAccount: { account: "accountId", site: "siteId", siteOnly: true },
  AuthorizationRequest: { account: "accountId", site: "siteId", siteOnly: true },
  Mail: { account: "accountId", site: "siteId", siteOptional: true },
  Attempt: { account: "accountId", site: "siteId" },
  IdempotencyKey: { account: "accountId" },
  StoredFile: { account: "accountId", site: "siteId" },
  StoredFileChunk: { account: "accountId", site: "siteId", siteOnly: true },
  Import: { account: "accountId", site: "siteId" },
  ImportNote: { account: "accountId", site: "siteId", siteOnly: true },
  ImportKey: { account: "accountId", site: "siteId", siteOnly: true },
  AuditEvent: "system",
  Export: { account: "accountId", site: "siteId" },
  WebhookEndpoint: { account: "accountId", site: "siteId" },
  WebhookDelivery: { account: "accountId", site: "siteId" },
  Deletion: "system",
  Backup: "system",
} as const satisfies Record<Prisma.ModelName, Tenancy>;

/** The table of a model: in the plural, and in snake case. */
export function tableOf(model: string): string {
  const name = model.replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase();
  return name.replace(/(?<=[^aeiou])y$/, "ie").concat("s");
}
