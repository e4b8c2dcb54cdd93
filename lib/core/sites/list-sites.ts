import type { AccountContext } from "@/lib/db/resolve";
import { likeLiteral, type Page, type Paged, readPage } from "../page";
import { openSite, type Site } from "./site";
import { siteColumns } from "./site-fields";

/** The account's sites, newest first; `search` looks for a part of the name, case-insensitively. */
export function listSites(account: AccountContext, filter: { search?: string; slug?: string }, page: Page): Promise<Paged<Site>> {
  const where = {
    ...(filter.search ? { name: { contains: likeLiteral(filter.search), mode: "insensitive" as const } } : {}),
    ...(filter.slug ? { slug: filter.slug } : {}),
  };
  return readPage(page, {
    count: () => account.db.site.count({ where }),
    rows: async ({ skip, take }) => {
      const rows = await account.db.site.findMany({
        where,
        skip,
        take,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        select: siteColumns,
      });
      return rows.map(openSite);
    },
  });
}
