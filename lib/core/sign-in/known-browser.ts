import type { SiteScope } from "@/lib/db/scope";
import { knownBrowserMacs, sameBytes } from "@/lib/kernel/secrets";

/** How long a browser is known after a user's last sign-in there. */
export const KNOWN_S = 90 * 86_400;

/** Of how many users a browser keeps a note. */
const MOST_NOTES = 5;

/** A note about a user: when they signed in, in seconds and base 36, and a MAC in base64url. */
const NOTE = /^([0-9a-z]{6,7})-([A-Za-z0-9_-]{43})$/;

/** Whether somebody has signed in before in a browser, and what it keeps from now on. */
export type Acquaintance = { readonly known: boolean; readonly notes: string };

/**
 * Looks through the notes of a browser for one about a user, and writes a new one for them, in the place of the one that was there.
 * Nothing of it is in the database.
 *
 * SECURITY: a note is a MAC over the site, the user and the time. It names nobody, nobody can make one, and it signs nobody in.
 *
 * @param notes what the browser sent, which may be anything
 */
export function meetBrowser(scope: SiteScope, siteUserId: bigint, notes: string | null): Acquaintance {
  const nowS = Math.floor(Date.now() / 1_000);
  const macsAt = (time: string) => knownBrowserMacs(`${scope.siteId}:${siteUserId}:${time}`);
  const isTheirs = (note: string) => {
    const [, time = "", mac = ""] = NOTE.exec(note) ?? [];
    return macsAt(time).some((own) => sameBytes(own, Buffer.from(mac, "base64url")));
  };
  const young = (notes ?? "").split(".", MOST_NOTES).filter((note) => NOTE.test(note) && Number.parseInt(note, 36) > nowS - KNOWN_S);
  const others = young.filter((note) => !isTheirs(note));
  const time = nowS.toString(36);
  const own = `${time}-${macsAt(time)[0]?.toString("base64url")}`;
  return { known: others.length < young.length, notes: [own, ...others].slice(0, MOST_NOTES).join(".") };
}
