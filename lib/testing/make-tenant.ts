import { randomBytes } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { PARAMETERS, type PasswordOwner, siteUserPassword } from "@/lib/core/passwords/hash-password";
import { beginSession } from "@/lib/core/sessions/begin-session";
import type { SignedInSession } from "@/lib/core/sessions/session";
import { type SiteUser, siteUserColumns } from "@/lib/core/site-users/site-user";
import { createSite } from "@/lib/core/sites/create-site";
import type { Site } from "@/lib/core/sites/site";
import type { SiteInput } from "@/lib/core/sites/site-fields";
import { type AccountContext, accountOfApiToken, type SiteContext, siteOfSlug } from "@/lib/db/resolve";
import { createAccountRows } from "@/lib/db/system-db";
import { parseEmail } from "@/lib/kernel/email";
import { newId } from "@/lib/kernel/ids";
import { hashToken, newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { sql } from "./sql";

export const PASSWORD = "correct horse battery";

/** A customer for one test: a fresh account with its API token, and one site. */
export type Tenant = { readonly apiToken: string; readonly account: AccountContext; readonly site: Site; readonly context: SiteContext };

/** A text that no other test has. */
export const unique = (prefix: string) => `${prefix}-${randomBytes(6).toString("hex")}`;

/** Makes a customer with one site. */
export async function makeTenant(site: SiteInput = {}): Promise<Tenant> {
  const [accountId, operatorId, apiToken] = [newId(), newId(), newToken("gma_")];
  const email = `${unique("owner")}@example.com`;
  const passwordSealed = await sealedPassword(`operators.password:${operatorId}`);
  await createAccountRows(
    {
      account: { id: accountId, name: "Owner" },
      operator: { id: operatorId, email, emailCanonical: email, emailProved: true, name: "Owner", passwordSealed },
      apiToken: { id: newId(), name: "First token", tokenHash: sha256(apiToken), last4: apiToken.slice(-4) },
    },
    null,
  );
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
export async function makeUser({ context }: Tenant, email = `${unique("jane")}@example.com`): Promise<SiteUser> {
  const id = newId();
  const address = parseEmail(email);
  if (!address) throw new Error(`${email} is no address`);
  const passwordSealed = await sealedPassword(siteUserPassword(context.scope, id));
  const data = { id, email: address.email, emailCanonical: address.canonical, name: "Jane", passwordSealed };
  return context.db.siteUser.create({ data, select: siteUserColumns });
}

let phc: Promise<string> | undefined;

/** What is kept of PASSWORD. Hashed once for all users of a test file: hashing is most of what making one would cost. */
async function sealedPassword(owner: PasswordOwner): Promise<Uint8Array<ArrayBuffer>> {
  phc ??= hash(PASSWORD, PARAMETERS);
  return seal(await phc, owner);
}

/** Another site of the same customer. */
export async function addSite(tenant: Tenant, site: SiteInput = {}): Promise<Tenant> {
  const created = await createSite(tenant.account, { name: "Second", slug: unique("second"), ...site });
  return { ...tenant, site: created, context: (await siteOfSlug(created.slug)) as SiteContext };
}

/** A live callback token of a user, as the site's callback gets it. */
export async function makeToken({ context: { scope, site } }: Tenant, user: { readonly id: bigint }): Promise<string> {
  const token = newToken("tkn_");
  await sql(
    `WITH signed_in AS (UPDATE site_users SET last_sign_in_at = now() WHERE id = $4)
     INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7))`,
    [newId(), scope.accountId, scope.siteId, user.id, sha256(token), token.slice(-4), site.callbackTokenMinutes],
  );
  return token;
}

/** A session of a user that goes on, as one of the dialects began it. */
export function makeSession(
  { context }: Tenant,
  { id: siteUserId }: { readonly id: bigint },
  dialect = "fastgen",
): Promise<SignedInSession> {
  const signedIn = { kind: "signed_in", siteUserId, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
  const client = { ip: "192.0.2.1", userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };
  return beginSession(context, signedIn, { dialect, accessS: 1_800, refreshS: 86_400 }, client);
}

/** The Authorization header of a site's own backend. */
export function basic({ site }: Tenant): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${site.clientId}:${site.clientSecret}`).toString("base64")}` };
}
