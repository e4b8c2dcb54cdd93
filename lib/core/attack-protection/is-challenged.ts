import { isUnderAttack } from "@/lib/db/hot/is-under-attack";
import type { SiteContext } from "@/lib/db/resolve";
import { alarmOf } from "./limits";
import { attackProtection } from "./settings";

/** How long an answer of the database is kept, so that pages are as cheap as ever while nothing happens. */
const KEPT_MS = 1_000;
const MOST_KEPT = 10_000;

type Seen = { readonly attacked: boolean; readonly untilMs: number };
const seen = new Map<bigint, Seen>();

/** Whether browsers have to solve a challenge at a site now: always, never, or while it is under attack, as the site sets it. */
export async function isChallenged(site: SiteContext): Promise<boolean> {
  const { challenge } = attackProtection(site.site.attackProtection);
  if (challenge !== "under_attack") return challenge === "always";
  const { siteId } = site.scope;
  const known = seen.get(siteId);
  if (known && known.untilMs > performance.now()) return known.attacked;
  const attacked = await isUnderAttack(site.scope, alarmOf(site));
  if (seen.size >= MOST_KEPT) seen.clear();
  seen.set(siteId, { attacked, untilMs: performance.now() + KEPT_MS });
  return attacked;
}
