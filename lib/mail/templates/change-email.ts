import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type ChangeEmailData = {
  t: Texts;
  to: string;
  siteName: string;
  name: string | null;
  link: string;
  code: string;
  /** How long both last. */
  minutes: number;
};

/** The mail that proves a new address, with a link and a code that do the same. It goes to the new one. */
export function changeEmail({ t, to, siteName, name, link, code, minutes }: ChangeEmailData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  return {
    t,
    to,
    of: { kind: "change_email", siteInSubject: subjectName(siteName) || t.letter.thisSite, duration: duration(t, minutes) },
    subject: fill(t.changeEmailMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: fill(t.changeEmailMail.preview, { duration: duration(t, minutes) }),
    heading: t.changeEmailMail.heading,
    name: bodyName(name ?? ""),
    opening: fill(t.changeEmailMail.opening, { site }),
    button: { label: t.changeEmailMail.button, link: webLink(link) },
    code: { lead: t.changeEmailMail.code, digits: code },
    notes: [fill(t.letter.bothOnce, { duration: duration(t, minutes) })],
    calm: t.changeEmailMail.calm,
  };
}
