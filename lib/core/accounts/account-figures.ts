import type { Total } from "@/lib/db/estimate";
import { countSiteUsers } from "@/lib/db/hot/count-site-users";
import type { WholeAccountContext } from "@/lib/db/resolve";

/** What an account is called, and how much is in it. */
export type AccountFigures = {
  readonly name: string;
  readonly sites: number;
  readonly users: Total;
  readonly operators: number;
  /** Those that are not revoked. */
  readonly apiTokens: number;
};

/** Tells what is in an account: what whoever deletes it loses. */
export async function accountFigures({ scope, db }: WholeAccountContext): Promise<AccountFigures> {
  const [account, sites, users, operators, apiTokens] = await Promise.all([
    db.account.findFirstOrThrow({ where: {}, select: { name: true } }),
    db.site.count({ where: {} }),
    countSiteUsers(scope, {}),
    db.operator.count({ where: {} }),
    db.apiToken.count({ where: { revokedAt: null } }),
  ]);
  return { name: account.name, sites, users, operators, apiTokens };
}
