import type { SiteContext } from "@/lib/db/resolve";
import { hashing, type Line, NOBODY } from "./hashing-queue";

/** Of so many sites it is remembered whose they are. */
const MOST_SITES = 10_000;

const slot = Symbol.for("signin-fast.hashing-lines");
type Holder = { [slot]?: Map<string, Line> };

function linesBySlug(): Map<string, Line> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  return holder[slot];
}

/** The line that the forms and programs of a site stand in. */
export function lineOf({ site, scope }: Pick<SiteContext, "site" | "scope">): Line {
  const known = linesBySlug();
  const line = { customer: String(scope.accountId), site: String(scope.siteId) };
  // Put last, so that the first is the one not seen for longest.
  known.delete(site.slug);
  known.set(site.slug, line);
  for (const slug of known.keys()) {
    if (known.size <= MOST_SITES) break;
    known.delete(slug);
  }
  return line;
}

/** Has hashes of a site's users done in its line. */
export const inLineOf =
  (site: Pick<SiteContext, "site" | "scope">) =>
  <T>(work: () => Promise<T>): Promise<T> =>
    hashing(work, lineOf(site));

/**
 * The line for an address that is not looked up yet: what is refused has to cost no question.
 *
 * SECURITY: until a site was seen once its forms stand in nobody's line, with those for addresses at which there is none: made-up ones have
 * one turn together.
 */
export const lineOfSlug = (slug: string): Line => linesBySlug().get(slug) ?? NOBODY;
