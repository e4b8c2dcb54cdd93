import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type SignInCodeData = {
  t: Texts;
  to: string;
  siteName: string;
  name?: string | null;
  code: string;
  /** The link that does the same; null: there is none, and the code is carried over to where it was asked for. */
  link?: string | null;
  /** How long it lasts. */
  minutes: number;
};

/**
 * The mail with the code that signs in, and, where it was asked for on a page of ours, with a link.
 *
 * It may go to somebody who is no user yet, so it speaks of no account.
 */
export function signInCode({ t, to, siteName, name, code, link = null, minutes }: SignInCodeData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  return {
    t,
    to,
    of: { kind: "sign_in_code", siteInSubject: subjectName(siteName) || t.letter.thisSite, duration: duration(t, minutes) },
    subject: fill(t.codeMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: fill(t.codeMail.preview, { duration: duration(t, minutes) }),
    heading: t.codeMail.heading,
    name: bodyName(name ?? ""),
    opening: fill(t.codeMail.opening, { site }),
    ...(link !== null && { button: { label: fill(t.codeMail.button, { site }), link: webLink(link) } }),
    code: { lead: link === null ? t.codeMail.code : t.codeMail.orCode, digits: code },
    notes: [fill(link === null ? t.codeMail.once : t.letter.bothOnce, { duration: duration(t, minutes) })],
    calm: t.codeMail.calm,
  };
}
