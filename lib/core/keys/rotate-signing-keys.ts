import { anySiteOfSlug } from "@/lib/db/resolve";
import { slugsWithSigningKeys } from "@/lib/db/sealed-values";
import { SYSTEM } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { type RotatedSigningKey, rotateSigningKeyOf } from "../sessions/rotate-signing-key";

/**
 * Gives one site, or every site that has one, a new key for access tokens. Each is published at once and signs a quarter of an
 * hour later; nobody is signed out.
 *
 * @throws AppError `invalid` for a site that does not exist
 */
export async function rotateSigningKeys(slug: string | undefined): Promise<(RotatedSigningKey & { readonly site: string })[]> {
  const rotated = [];
  for (const one of slug === undefined ? await slugsWithSigningKeys() : [slug]) {
    const site = await anySiteOfSlug(one, SYSTEM);
    if (site) rotated.push({ site: one, ...(await rotateSigningKeyOf(site)) });
    else if (slug !== undefined) throw noSuchSite();
  }
  return rotated;
}

const noSuchSite = () => new AppError("invalid", { issues: [{ path: "site", message: "There is no site with this slug: --site SLUG" }] });
