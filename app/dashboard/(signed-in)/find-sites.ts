"use server";

import { searchSites } from "@/lib/core/sites/search-sites";
import { operatorAction } from "../session";

/** The account's sites that are called like this, at most eight, each with its address in the dashboard. */
export async function findSites(words: string): Promise<{ href: string; name: string }[]> {
  const found = await operatorAction(async (operator) => {
    const { rows } = await searchSites(operator, { search: String(words).slice(0, 100) });
    return { places: rows.slice(0, 8).map(({ id, name }) => ({ href: `/dashboard/sites/${id}`, name })) };
  });
  return found.kind === "done" ? found.places : [];
}
