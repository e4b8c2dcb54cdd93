import { randomBytes } from "node:crypto";
import { createAccount } from "@/lib/core/accounts/create-account";
import { issueCallbackToken } from "@/lib/core/callback-tokens/issue-callback-token";
import { createSiteUser } from "@/lib/core/site-users/create-site-user";
import { createSite } from "@/lib/core/sites/create-site";
import { requireSite } from "@/lib/core/sites/require-site";
import type { Site } from "@/lib/core/sites/site";
import type { SiteInput } from "@/lib/core/sites/site-fields";
import { type AccountContext, accountOfApiToken, type SiteContext, siteOfSlug } from "@/lib/db/resolve";
import { hashToken } from "@/lib/kernel/secrets";

export const PASSWORD = "correct horse battery";

/** A customer for one test: a fresh account with its API token, and one site. */
export type Tenant = { readonly apiToken: string; readonly account: AccountContext; readonly site: Site; readonly context: SiteContext };

/** A text that no other test has. */
export const unique = (prefix: string) => `${prefix}-${randomBytes(6).toString("hex")}`;

/** Makes a customer with one site. */
export async function makeTenant(site: SiteInput = {}): Promise<Tenant> {
  const { apiToken } = await createAccount({ email: `${unique("owner")}@example.com`, password: "a long operator password" }, null);
  const account = (await accountOfApiToken(hashToken("gma_", apiToken) as Uint8Array)) as AccountContext;
  const created = await createSite(account, {
    name: "Acme",
    slug: unique("acme"),
    successUri: "https://acme.example/auth/callback",
    ...site,
  });
  return { apiToken, account, site: created, context: (await siteOfSlug(created.slug)) as SiteContext };
}

/** Makes a user of a site with a known password. */
export async function makeUser(tenant: Tenant, email = `${unique("jane")}@example.com`) {
  return createSiteUser(await requireSite(tenant.account, tenant.site.id), { email, password: PASSWORD, name: "Jane" });
}

/** Another site of the same customer. */
export async function addSite(tenant: Tenant, site: SiteInput = {}): Promise<Tenant> {
  const created = await createSite(tenant.account, { name: "Second", slug: unique("second"), ...site });
  return { ...tenant, site: created, context: (await siteOfSlug(created.slug)) as SiteContext };
}

/** A live callback token of a user, as the site's callback gets it. */
export function makeToken(tenant: Tenant, user: { readonly id: bigint }): Promise<string> {
  return issueCallbackToken(tenant.context, user.id);
}

/** The Authorization header of a site's own backend. */
export function basic({ site }: Tenant): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${site.clientId}:${site.clientSecret}`).toString("base64")}` };
}
