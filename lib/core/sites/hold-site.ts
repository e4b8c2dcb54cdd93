import { z } from "zod";
import { anySiteOfSlug, type SiteContext } from "@/lib/db/resolve";
import { SYSTEM } from "@/lib/kernel/actor";
import { invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { recordEvent } from "../audit/record-event";

/**
 * Suspends a site in the name of whoever runs the installation. Its customer can't resume it, and is told the reason. Saying it
 * again with a reason changes that.
 *
 * @throws AppError `invalid` for a slug that no site has, and a reason of more than a line
 */
export async function holdSite(slug: unknown, given: unknown): Promise<{ slug: string; since: Date }> {
  const { reason } = checkFields(z.object({ reason: fields.reason }), { reason: given });
  const site = await siteAt(slug);
  return site.db.$transaction(async (db) => {
    const { count } = await db.site.updateMany({ where: { heldAt: null }, data: { heldAt: new Date(), heldFor: reason } });
    if (count > 0) await recordEvent(db, { type: "site.suspended", data: BY });
    else if (reason !== null) await db.site.updateMany({ where: {}, data: { heldFor: reason } });
    const row = await db.site.findFirst({ where: {}, select: { heldAt: true } });
    return { slug: site.site.slug, since: row?.heldAt ?? new Date() };
  });
}

/**
 * Ends what `holdSite` began. Where its customer has it suspended too, it stays suspended.
 *
 * @returns whether it is open now
 * @throws AppError `invalid` for a slug that no site has
 */
export async function releaseSite(slug: unknown): Promise<{ slug: string; open: boolean }> {
  const site = await siteAt(slug);
  return site.db.$transaction(async (db) => {
    const { count } = await db.site.updateMany({ where: { heldAt: { not: null } }, data: { heldAt: null, heldFor: null } });
    if (count > 0) await recordEvent(db, { type: "site.resumed", data: BY });
    const row = await db.site.findFirst({ where: {}, select: { suspendedAt: true } });
    return { slug: site.site.slug, open: row?.suspendedAt === null };
  });
}

const BY = { by: "installation" };

async function siteAt(slug: unknown): Promise<SiteContext> {
  const site = typeof slug === "string" ? await anySiteOfSlug(slug, SYSTEM) : null;
  if (!site) throw invalid("site", "There is no site with this slug");
  return site;
}
