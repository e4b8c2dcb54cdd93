import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Moves a provider one place up (-1) or down (1) on the sign-in page. At either end it stays.
 *
 * @throws AppError `not_found`
 */
export async function moveProvider(site: SiteContext, id: bigint, by: -1 | 1): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSite();
    const rows = await db.identityProvider.findMany({
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: { id: true, position: true },
    });
    const from = rows.findIndex((row) => row.id === id);
    const moved = rows[from];
    if (!moved) throw new AppError("not_found");
    rows.splice(from, 1);
    rows.splice(Math.max(0, from + by), 0, moved);
    for (const [position, row] of rows.entries()) {
      if (row.position !== position) await db.identityProvider.updateMany({ where: { id: row.id }, data: { position } });
    }
  });
}
