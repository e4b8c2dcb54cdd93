import { z } from "zod";
import { isDeleted, type SiteContext, siteOfCommand } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { recordEvent } from "../audit/record-event";

/**
 * Suspends a site in the name of whoever runs the installation. Its customer can't resume it, and is told the reason. Saying it
 * again with a reason changes that.
 *
 * SECURITY: also one that is deleted, by itself or with its account, or its customer would have only to delete it for as long as somebody
 * looks, and to bring it back.
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
 * @returns what it is now: open, suspended by its customer still, or deleted, by itself or with its account
 * @throws AppError `invalid` for a slug that no site has
 */
export async function releaseSite(slug: unknown): Promise<{ slug: string; now: "open" | "suspended" | "deleted" }> {
  const site = await siteAt(slug);
  const row = await site.db.$transaction(async (db) => {
    const { count } = await db.site.updateMany({ where: { heldAt: { not: null } }, data: { heldAt: null, heldFor: null } });
    if (count > 0) await recordEvent(db, { type: "site.resumed", data: BY });
    return db.site.findFirst({ where: {}, select: { suspendedAt: true } });
  });
  return { slug: site.site.slug, now: (await isDeleted(site)) ? "deleted" : row?.suspendedAt ? "suspended" : "open" };
}

const BY = { by: "installation" };

async function siteAt(slug: unknown): Promise<SiteContext> {
  const site = typeof slug === "string" ? await siteOfCommand(slug) : null;
  if (!site) throw invalid("site", "There is no site with this slug");
  return site;
}
