import { domainToASCII, domainToUnicode } from "node:url";

/** RFC 5321: a path holds 256 characters, two of them angle brackets. */
const LONGEST = 254;
/** Room for the white space that a paste brings along; anything longer is not even trimmed. */
const LONGEST_INPUT = 320;
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LDH_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ASCII_ONLY = /^[\0-\x7f]*$/;
/** The one character that Unicode normalises to an ASCII letter: a domain with it is a lookalike on purpose. */
const KELVIN_SIGN = "\u212a";

/**
 * Reads one e-mail address, or answers null: the product's one rule for what an address is.
 *
 * `email` is for showing and for sending to: the local part as it was typed, the domain as a lower-case A-label.
 * `canonical` is for comparing and looking up: `email` in lower case. A `+tag` is kept, because whether it names the
 * same mailbox is for that mailbox's provider to say.
 *
 * SECURITY: both are one bare addr-spec of printable ASCII without white space, comma, quote, angle bracket, colon or
 * semicolon, so neither can add a header, a recipient or a display name to a mail. Nothing is repaired: what Unicode
 * would silently map to another address (a fullwidth `＠`, a Kelvin sign, a zero-width space) is refused, and no two
 * different mailboxes share a canonical form unless their local parts differ in case alone. The canonical form is
 * computed here and never in SQL, whose `lower()` follows a locale. The length is looked at before anything else.
 */
export function parseEmail(input: string): { email: string; canonical: string } | null {
  if (input.length > LONGEST_INPUT) return null;
  const typed = input.trim();
  const at = typed.indexOf("@");
  const local = typed.slice(0, Math.max(at, 0));
  if (local.length < 1 || local.length > 64 || !DOT_ATOM.test(local)) return null;
  const domain = toAsciiDomain(typed.slice(at + 1));
  if (domain === null) return null;
  const email = `${local}@${domain}`;
  return email.length > LONGEST ? null : { email, canonical: email.toLowerCase() };
}

/**
 * A domain name of two labels or more in lower-case A-labels, or null.
 *
 * The trap: `domainToASCII` parses a URL's host. It cuts at `/`, drops tabs and zero-width characters, decodes `%61` and
 * reads `1.2.3` as an IP address. So every label is checked before it and the whole must pass through it unchanged.
 * SECURITY: Node.js 20 refuses an `xn--` label that stands for nothing and Node.js 24 lets it pass, so the whole also has to be
 * what its readable form leads to.
 */
function toAsciiDomain(typed: string): string | null {
  const labels = typed.split(".").map(toAsciiLabel);
  if (labels.length < 2 || labels.includes(null)) return null;
  const domain = labels.join(".");
  if (/^[\d.]+$/.test(domain) || domainToASCII(domain) !== domain) return null;
  return labels.some(isALabel) && !hasReadableForm(domain) ? null : domain;
}

const isALabel = (label: string | null) => label?.startsWith("xn--") ?? false;

function hasReadableForm(domain: string): boolean {
  const readable = domainToUnicode(domain);
  return !readable.split(".").some(isALabel) && domainToASCII(readable) === domain;
}

function toAsciiLabel(typed: string): string | null {
  // Letter by letter, as UTS 46 does: of a whole word JavaScript makes the last Σ a ς, and that is another domain.
  const lower = Array.from(typed.normalize("NFC"), (letter) => letter.toLowerCase()).join("");
  if (ASCII_ONLY.test(typed)) return LDH_LABEL.test(lower) ? lower : null;
  const ascii = domainToASCII(lower);
  const survives = domainToUnicode(ascii) === lower && !typed.includes(KELVIN_SIGN);
  return survives && LDH_LABEL.test(ascii) ? ascii : null;
}
