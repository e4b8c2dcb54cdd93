import { type DayCount, type SiteTotals, signInsPerDay, signUpsPerDay, siteTotals } from "@/lib/db/hot/site-figures";
import type { SiteContext } from "@/lib/db/resolve";

/** How many days the figures look back, today included. */
export const FIGURE_DAYS = 30;

/** How a site is doing: its totals, and sign-ups and sign-ins for each of the last days, in UTC. */
export async function siteFigures({ scope }: SiteContext): Promise<{ totals: SiteTotals; signUps: DayCount[]; signIns: DayCount[] }> {
  const [totals, signUps, signIns] = await Promise.all([
    siteTotals(scope),
    signUpsPerDay(scope, FIGURE_DAYS),
    signInsPerDay(scope, FIGURE_DAYS),
  ]);
  return { totals, signUps, signIns };
}
