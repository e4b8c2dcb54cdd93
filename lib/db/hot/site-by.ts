import { query } from "../query";
import { SUSPENDED } from "../suspended";
import { VALID } from "../valid-credential";

/** A site as its own pages and use-cases need it: no secret, no other column. */
export type SiteRow = {
  readonly id: bigint;
  readonly accountId: bigint;
  readonly name: string;
  readonly slug: string;
  readonly homeUri: string | null;
  readonly successUri: string | null;
  readonly cancelUri: string | null;
  readonly failedUri: string | null;
  readonly allowedOrigins: string[];
  readonly signUps: boolean;
  readonly emailVerification: "off" | "optional" | "required";
  readonly callbackTokenMinutes: number;
  readonly clientId: string;
  /** What its customer has set for each dialect; see `dialectSettings`. */
  readonly dialects: unknown;
  /** How its pages look, as JSON: a text, since what is made of it is kept by it. */
  readonly branding: string;
  /** What its customer has set about signing in; see `signInSettings`. */
  readonly signIn: unknown;
  /** What its customer has set against attacks; see `limitsOf`. */
  readonly attackProtection: unknown;
  /** Whether the customer's own user system takes each new user first. */
  readonly hasSignupEndpoint: boolean;
  /** Whether there is a system from before, to ask about an address that is unknown here. */
  readonly hasSignInEndpoint: boolean;
  /** Who else signs people in here, from the top: a statement of its own would cost each opening of a sign-in page as much as the site does. */
  readonly providers: readonly { readonly id: string; readonly kind: string; readonly name: string }[];
  /** Whether nobody can sign in. */
  readonly suspended: boolean;
  /** Whether the last try to mail one of its users failed. */
  readonly mailsFail: boolean;
  readonly updatedAt: Date;
};

const OFFERED = `SELECT coalesce(json_agg(json_build_object('id', p.id::text, 'kind', p.kind, 'name', p.name) ORDER BY p.position, p.id), '[]') FROM identity_providers p
  WHERE p.account_id = sites.account_id AND p.site_id = sites.id AND p.enabled AND p.client_secret_sealed IS NOT NULL`;

const columns = `id, account_id AS "accountId", name, slug, home_uri AS "homeUri", success_uri AS "successUri", cancel_uri AS "cancelUri",
  failed_uri AS "failedUri", allowed_origins AS "allowedOrigins", sign_ups AS "signUps", email_verification::text AS "emailVerification",
  callback_token_minutes AS "callbackTokenMinutes", client_id AS "clientId", dialects, sign_in AS "signIn", attack_protection AS "attackProtection", branding::text AS branding,
  signup_endpoint_url IS NOT NULL AS "hasSignupEndpoint",
  sign_in_endpoint_url IS NOT NULL AS "hasSignInEndpoint", (${OFFERED}) AS providers, ${SUSPENDED("sites")} AS suspended,
  mail_failures > 0 AS "mailsFail", updated_at AS "updatedAt"`;

/** The site behind a public slug, or null. */
export async function siteBySlug(slug: string): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>("system", "site-by-slug", `SELECT ${columns} FROM sites WHERE slug = $1 AND deleted_at IS NULL`, [
    slug,
  ]);
  return row ?? null;
}

/** The same, deleted or not, until its purge begins. */
export async function siteBySlugEvenDeleted(slug: string): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>(
    "system",
    "site-by-slug-even-deleted",
    `SELECT ${columns} FROM sites WHERE slug = $1 AND (deleted_at IS NULL OR deleted_at > '-infinity')`,
    [slug],
  );
  return row ?? null;
}

/** The site with this id inside this account, or null. */
export async function siteById(accountId: bigint, id: bigint): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>(
    "system",
    "site-by-id",
    `SELECT ${columns} FROM sites WHERE account_id = $1 AND id = $2 AND deleted_at IS NULL`,
    [accountId, id],
  );
  return row ?? null;
}

/** The site of the user with this id inside this account, or null. */
export async function siteByUser(accountId: bigint, siteUserId: bigint): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>(
    "system",
    "site-by-user",
    `SELECT ${columns} FROM sites WHERE account_id = $1 AND deleted_at IS NULL
       AND id = (SELECT site_id FROM site_users WHERE account_id = $1 AND id = $2)`,
    [accountId, siteUserId],
  );
  return row ?? null;
}

/** The site that an export is of, or null. SECURITY: for an id that we signed; an id alone is nobody's permission. */
export async function siteByExport(exportId: bigint): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>(
    "system",
    "site-by-export",
    `SELECT ${columns} FROM sites WHERE deleted_at IS NULL AND (account_id, id) = (SELECT account_id, site_id FROM exports WHERE id = $1)`,
    [exportId],
  );
  return row ?? null;
}

/**
 * The site with this client id and secret, or null.
 *
 * SECURITY: the client id is public; the secret's hash decides inside the statement.
 */
export async function siteByClient(clientId: string, secretHash: Uint8Array): Promise<SiteRow | null> {
  const [row] = await query<SiteRow>("system", "site-by-client", `SELECT ${columns} FROM sites WHERE ${VALID.client(0)}`, [
    secretHash,
    clientId,
  ]);
  return row ?? null;
}
