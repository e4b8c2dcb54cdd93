import type { Language } from "@/lib/texts/languages";
import { readSiteCookie, siteCookie } from "./site-cookie";

/** The cookie that keeps the language which a visitor chose at the bottom of a site's pages. */
const NAME = "signin_language";
const MAX_AGE_S = 365 * 86_400;

/** The language that this browser chose, or null. Whoever sends it may have written anything. */
export const readLanguageCookie = (request: Request): string | null => readSiteCookie(request, NAME)[0] ?? null;

/** The cookie that keeps a choice. */
export const languageCookie = (slug: string, language: Language): string => siteCookie(slug, NAME, language, MAX_AGE_S);
