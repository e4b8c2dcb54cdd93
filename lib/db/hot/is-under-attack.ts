import { type Alarm, TALLY_KEYS, underAttack } from "../failure-tally";
import { query } from "../query";
import type { SiteScope } from "../scope";

/** Whether so many sign-ins have failed lately, at the site or in all, that it counts as an attack. */
export async function isUnderAttack(scope: SiteScope, alarm: Alarm): Promise<boolean> {
  const [row] = await query<{ attacked: boolean }>(
    scope,
    "is-under-attack",
    `SELECT ${underAttack("$3::bytea[]", "$4", "$5")} AS attacked`,
    [scope.accountId, scope.siteId, TALLY_KEYS, alarm.site, alarm.inAll],
  );
  return row?.attacked === true;
}
