import type { AccountScope, SiteScope } from "./scope";

/** Which users are looked for; what is absent does not matter. Texts are in lower case. */
export type SiteUserFilter = {
  /** A part of the address, or of the name too. */
  readonly search?: { readonly text: string; readonly names: boolean } | undefined;
  /** The whole address, canonical. */
  readonly email?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly verified?: boolean | undefined;
  readonly blocked?: boolean | undefined;
};

/** Collects the values of a statement: takes one, answers its `$1`. */
export function parameters() {
  const values: unknown[] = [];
  return { values, add: (value: unknown) => `$${values.push(value)}` };
}

/**
 * Conditions on a user `u` that an index in the order of the list answers by itself: whose, which address, since when.
 *
 * SECURITY: names the account in every case, and the site for whoever may see one site only.
 */
export function listed(scope: AccountScope | SiteScope, filter: SiteUserFilter, add: (value: unknown) => string): string {
  const account = add(scope.accountId);
  return [
    `u.account_id = ${account}`,
    ...(scope.siteId === undefined ? [] : [`u.site_id = ${add(scope.siteId)}`]),
    ...(filter.email === undefined ? [] : [`u.email_canonical = ${add(filter.email)}`]),
    ...(filter.createdAfter === undefined ? [] : [`u.created_at > ${add(filter.createdAfter)}`]),
    ...(filter.createdBefore === undefined ? [] : [`u.created_at < ${add(filter.createdBefore)}`]),
  ].join(" AND ");
}

/** Conditions that each user is looked at for, or null when there are none. */
export function chosen({ search, verified, blocked }: SiteUserFilter, add: (value: unknown) => string): string | null {
  const text = search && add(search.text);
  const conditions = [
    ...(search ? [`(strpos(u.email_canonical, ${text}) > 0${search.names ? ` OR strpos(lower(u.name), ${text}) > 0` : ""})`] : []),
    ...(verified === undefined ? [] : [`u.email_verified_at IS ${verified ? "NOT NULL" : "NULL"}`]),
    ...(blocked === undefined ? [] : [`u.blocked_at IS ${blocked ? "NOT NULL" : "NULL"}`]),
  ];
  return conditions.length > 0 ? conditions.join(" AND ") : null;
}

/**
 * The condition that finds at least all users who are chosen through the index `site_users_terms`. What it finds beside them,
 * `chosen` has to take away.
 */
export function indexed(scope: AccountScope | SiteScope, filter: SiteUserFilter, add: (value: unknown) => string): string {
  const { search, verified, blocked } = filter;
  const words = [
    `A${scope.accountId}`,
    ...(scope.siteId === undefined ? [] : [`S${scope.siteId}`]),
    ...(verified === undefined ? [] : [verified ? "VERIFIED" : "UNVERIFIED"]),
    ...(blocked === undefined ? [] : [blocked ? "BLOCKED" : "ADMITTED"]),
  ];
  const query = [...words, ...(search ? stretches(search.text) : [])].join(" & ");
  return `site_user_terms(u.account_id, u.site_id, u.email_canonical, u.name, u.email_verified_at IS NOT NULL, u.blocked_at IS NOT NULL)
    @@ ${add(query)}::tsquery`;
}

/** The terms of a text: each stretch of three characters, or what is shorter as a prefix. */
function stretches(text: string): string[] {
  const characters = [...text];
  const quoted = (stretch: string[]) => `'${stretch.join("").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  if (characters.length < 3) return [`${quoted(characters)}:*`];
  return [...new Set(characters.slice(2).map((_, at) => quoted(characters.slice(at, at + 3))))];
}
