import type { SiteScope } from "@/lib/db/scope";
import { knownBrowserMacs, sameBytes } from "@/lib/kernel/secrets";

/** How long a browser is known after somebody's last sign-in there. */
export const KNOWN_S = 90 * 86_400;

/** Of how many people a browser keeps a note. */
const MOST_NOTES = 5;

/** A note about somebody: when they signed in, in seconds and base 36, and a MAC in base64url. */
const NOTE = /^([0-9a-z]{6,7})-([A-Za-z0-9_-]{43})$/;

/** Whether somebody has signed in before in a browser, and what it keeps from now on. */
export type Acquaintance = { readonly known: boolean; readonly notes: string };

/** Whose notes are meant: those about a user of a site. */
export const ofSiteUser = ({ siteId }: SiteScope, siteUserId: bigint) => `${siteId}:${siteUserId}`;

/** Those about an operator, by their address. */
export const ofOperator = (emailCanonical: string) => `operator:${emailCanonical}`;

/**
 * When somebody last signed in in a browser, as its note of that says; null when it has none.
 *
 * @param notes what the browser sent, which may be anything
 */
export function knownSince(whose: string, notes: string | null): string | null {
  const note = youngNotes(notes).find((one) => isAbout(whose, one));
  return note?.split("-", 1)[0] ?? null;
}

/**
 * Looks through the notes of a browser for one about somebody, and writes a new one for them, in the place of the one that was there.
 * Nothing of it is in the database.
 *
 * SECURITY: a note is a MAC over whose it is and the time. It names nobody, nobody can make one, and it signs nobody in.
 *
 * @param notes what the browser sent, which may be anything
 */
export function meetBrowser(whose: string, notes: string | null): Acquaintance {
  const young = youngNotes(notes);
  const others = young.filter((note) => !isAbout(whose, note));
  const time = nowS().toString(36);
  const own = `${time}-${macsAt(whose, time)[0]?.toString("base64url")}`;
  return { known: others.length < young.length, notes: [own, ...others].slice(0, MOST_NOTES).join(".") };
}

const nowS = () => Math.floor(Date.now() / 1_000);

const macsAt = (whose: string, time: string) => knownBrowserMacs(`${whose}:${time}`);

const youngNotes = (notes: string | null) =>
  (notes ?? "").split(".", MOST_NOTES).filter((note) => NOTE.test(note) && Number.parseInt(note, 36) > nowS() - KNOWN_S);

function isAbout(whose: string, note: string): boolean {
  const [, time = "", mac = ""] = NOTE.exec(note) ?? [];
  return macsAt(whose, time).some((own) => sameBytes(own, Buffer.from(mac, "base64url")));
}
