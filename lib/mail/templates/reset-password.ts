import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import { momentText } from "@/lib/texts/moment-text";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type ResetPasswordData = {
  t: Texts;
  to: string;
  siteName: string;
  name?: string | null;
  link: string;
  code: string;
  /** How long both last. */
  minutes: number;
  /** Who asked, as far as we saw: the moment, and something like "Firefox on Linux". The latter is what a browser claims. */
  asked?: { at: Date; from?: string };
};

/** The mail that lets a person set a new password, with a link and a code that do the same. */
export function resetPassword({ t, to, siteName, name, link, code, minutes, asked }: ResetPasswordData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  const from = bodyName(asked?.from ?? "");
  return {
    t,
    to,
    of: { kind: "reset_password", siteInSubject: subjectName(siteName) || t.letter.thisSite, duration: duration(t, minutes) },
    subject: fill(t.resetMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: fill(t.resetMail.preview, { duration: duration(t, minutes) }),
    heading: t.resetMail.heading,
    name: bodyName(name ?? ""),
    opening: fill(t.resetMail.opening, { site }),
    button: { label: t.resetMail.button, link: webLink(link) },
    code: { lead: t.resetMail.code, digits: code },
    notes: [
      fill(t.letter.bothOnce, { duration: duration(t, minutes) }),
      ...(asked
        ? [
            from
              ? fill(t.resetMail.askedFrom, { moment: momentText(t, asked.at), from })
              : fill(t.resetMail.asked, { moment: momentText(t, asked.at) }),
          ]
        : []),
    ],
    calm: t.resetMail.calm,
  };
}
