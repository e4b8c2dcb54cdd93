import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Moves a provider one place up or down on the sign-in page. At the end of the list it stays where it is.
 *
 * @throws AppError `not_found`
 */
export async function moveProvider(site: SiteContext, id: bigint, by: -1 | 1): Promise<void> {
  await site.db.$transaction(async (db) => {
    const ids = (await db.identityProvider.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }], select: { id: true } })).map(
      (row) => row.id,
    );
    const from = ids.indexOf(id);
    if (from < 0) throw new AppError("not_found");
    ids.splice(from, 1);
    ids.splice(Math.max(0, from + by), 0, id);
    for (const [position, each] of ids.entries()) await db.identityProvider.updateMany({ where: { id: each }, data: { position } });
  });
}
