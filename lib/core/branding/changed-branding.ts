import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { type Branding, type BrandTexts, type GivenBranding, type Logo, saidOf } from "./branding";

/** Finds a logo that was sent before by its hash. */
export type FindLogo = (hash: string) => Promise<Logo | null>;

/** Among the logos of a site. */
export const logosOf =
  ({ db }: Pick<SiteContext, "db">): FindLogo =>
  (hash) =>
    db.siteLogo.findFirst({ where: { hash }, select: { hash: true, width: true, height: true } });

/**
 * A branding once a part of it is said anew.
 *
 * @throws AppError `invalid` when a logo is named that is not there
 */
export async function changedBranding(
  before: Branding,
  { logo, dark_logo, texts, ...given }: GivenBranding,
  find: FindLogo,
): Promise<Branding> {
  const found = async (part: "logo" | "dark_logo", hash: string | null | undefined) => {
    if (hash === undefined || hash === null) return hash === null ? null : before[part];
    return (await find(hash)) ?? Promise.reject(invalid(`branding.${part}`, "Logo must be a logo of this site"));
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const worded = texts ? saidOf(mergedTexts(before.texts, texts)) : before.texts;
  return { ...before, ...said, texts: worded, logo: await found("logo", logo), dark_logo: await found("dark_logo", dark_logo) };
}

/** Text by text: what is not named stays. */
function mergedTexts(before: BrandTexts, given: NonNullable<GivenBranding["texts"]>): NonNullable<GivenBranding["texts"]> {
  const languages = [...new Set([...Object.keys(before), ...Object.keys(given)])] as (keyof BrandTexts)[];
  return Object.fromEntries(languages.map((language) => [language, { ...before[language], ...given[language] }]));
}
