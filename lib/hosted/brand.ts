import { type Branding, type BrandTexts, brandingOf, type Logo, USUAL } from "@/lib/core/branding/branding";
import { type Theme, themeOf } from "./theme/theme";

/** What a page shows of its site's branding. */
export type Brand = {
  readonly theme: Theme;
  readonly appearance: Branding["appearance"];
  readonly texts: BrandTexts;
  readonly logo: Logo | null;
  readonly darkLogo: Logo | null;
};

export const brandFrom = (branding: Branding): Brand => ({
  theme: themeOf(branding),
  appearance: branding.appearance,
  texts: branding.texts,
  logo: branding.logo,
  darkLogo: branding.dark_logo,
});

/** The brand of pages that are no site's, and of sites that set nothing. */
export const NO_BRAND = brandFrom(USUAL);

const MAX_KEPT = 1_000;
const kept = new Map<string, Brand>([["{}", NO_BRAND]]);

/**
 * The brand of a site, by its branding as it is stored. Made once for each text and kept: a page waits neither for colours to be
 * worked out nor for a style sheet to be hashed.
 */
export function brandOf(stored: string): Brand {
  const known = kept.get(stored);
  if (known) return known;
  const made = brandFrom(brandingOf(JSON.parse(stored)));
  for (const oldest of kept.size < MAX_KEPT ? [] : kept.keys()) {
    kept.delete(oldest);
    break;
  }
  kept.set(stored, made);
  return made;
}
