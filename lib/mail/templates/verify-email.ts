import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type VerifyEmailData = {
  t: Texts;
  to: string;
  siteName: string;
  name?: string | null;
  link: string;
  code: string;
  /** How long both last. */
  minutes: number;
};

/**
 * The mail that asks for proof of an address, with a link and a code that do the same.
 *
 * It goes to whatever address a stranger typed, so it says no more than what happened and promises that ignoring it is safe.
 */
export function verifyEmail({ t, to, siteName, name, link, code, minutes }: VerifyEmailData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  return {
    t,
    to,
    of: { kind: "verify_email", siteInSubject: subjectName(siteName) || t.letter.thisSite, duration: duration(t, minutes) },
    subject: fill(t.verifyMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: fill(t.verifyMail.preview, { duration: duration(t, minutes) }),
    heading: t.verifyMail.heading,
    name: bodyName(name ?? ""),
    opening: fill(t.verifyMail.opening, { site }),
    button: { label: t.verifyMail.button, link: webLink(link) },
    code: { lead: t.verifyMail.code, digits: code },
    notes: [fill(t.letter.bothOnce, { duration: duration(t, minutes) })],
    calm: t.verifyMail.calm,
  };
}
