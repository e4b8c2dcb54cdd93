import { plannedRows } from "./estimate";
import type { Parameters } from "./parameters";
import { within } from "./reach";
import { type AccountScope, type SiteScope, siteOf } from "./scope";

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

/** Conditions on a user `u` that an index in the order of the list answers by itself: whose, which address, since when, and who is blocked. */
export function listed(scope: AccountScope | SiteScope, filter: SiteUserFilter, add: Parameters["add"]): string {
  return [
    within(scope, "u", add),
    ...(filter.email === undefined ? [] : [`u.email_canonical = ${add(filter.email)}`]),
    ...(filter.createdAfter === undefined ? [] : [`u.created_at > ${add(filter.createdAfter)}`]),
    ...(filter.createdBefore === undefined ? [] : [`u.created_at < ${add(filter.createdBefore)}`]),
    ...(filter.blocked ? ["u.blocked_at IS NOT NULL"] : []),
  ].join(" AND ");
}

/** Conditions that each user is looked at for, or null when there are none. */
export function chosen({ search, verified, blocked }: SiteUserFilter, add: Parameters["add"]): string | null {
  const text = search && add(search.text);
  const conditions = [
    ...(search ? [`(strpos(u.email_canonical, ${text}) > 0${search.names ? ` OR strpos(lower(u.name), ${text}) > 0` : ""})`] : []),
    ...(verified === undefined ? [] : [`u.email_verified_at IS ${verified ? "NOT NULL" : "NULL"}`]),
    ...(blocked === false ? ["u.blocked_at IS NULL"] : []),
  ];
  return conditions.length > 0 ? conditions.join(" AND ") : null;
}

/**
 * The condition that finds at least all users who are chosen through the index `site_users_terms`. What it finds beside them,
 * `listed` and `chosen` have to take away.
 */
export async function indexed(scope: AccountScope | SiteScope, filter: SiteUserFilter): Promise<(add: Parameters["add"]) => string> {
  const { search, verified, blocked } = filter;
  const words = [
    ...(await whose(scope)),
    ...(verified === undefined ? [] : [verified ? "VERIFIED" : "UNVERIFIED"]),
    ...(blocked === undefined ? [] : [blocked ? "BLOCKED" : "ADMITTED"]),
  ];
  const query = [...words, ...(search ? stretches(search.text) : [])].join(" & ");
  return (add) =>
    `site_user_terms(u.account_id, u.site_id, u.email_canonical, u.name, u.email_verified_at IS NOT NULL, u.blocked_at IS NOT NULL)
      @@ ${add(query)}::tsquery`;
}

/** The word for a site; for a whole account its own, unless half of all users have it: then it takes little away and much time. */
async function whose(scope: AccountScope | SiteScope): Promise<string[]> {
  const site = siteOf(scope);
  if (site !== null) return [`S${site}`];
  const users = "SELECT FROM site_users";
  const [own, all] = await Promise.all([plannedRows(`${users} WHERE account_id = $1`, [scope.accountId]), plannedRows(users, [])]);
  return own * 2 < all ? [`A${scope.accountId}`] : [];
}

/**
 * Terms that every user has in whom a text occurs: a text of one or two characters is the beginning of one. A longer one is cut
 * into threes; the stretches between would find little less and cost as much again each.
 */
function stretches(text: string): string[] {
  const characters = [...text];
  const quoted = (at: number) =>
    `'${characters
      .slice(at, at + 3)
      .join("")
      .replaceAll("\\", "\\\\")
      .replaceAll("'", "''")}'`;
  const last = characters.length - 3;
  return last < 0 ? [`${quoted(0)}:*`] : characters.flatMap((_, at) => ((at % 3 === 0 && at < last) || at === last ? [quoted(at)] : []));
}
