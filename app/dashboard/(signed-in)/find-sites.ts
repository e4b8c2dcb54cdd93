"use server";

import { searchSites } from "@/lib/core/sites/search-sites";
import { operatorAction } from "../session";

/** The account's sites that are called like this, at most eight. */
export async function findSites(words: string): Promise<{ id: string; name: string; slug: string }[]> {
  const found = await operatorAction(async (operator) => {
    const { rows } = await searchSites(operator, { search: String(words).slice(0, 100) });
    return { sites: rows.slice(0, 8).map(({ id, name, slug }) => ({ id: String(id), name, slug })) };
  });
  return found.kind === "done" ? found.sites : [];
}
