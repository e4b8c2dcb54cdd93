import { browserAndSystem } from "@/lib/kernel/device";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { momentText } from "@/lib/texts/moment-text";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type NewDeviceData = {
  t: Texts;
  to: string;
  siteName: string;
  name: string | null;
  /** When they signed in, from where, and what the browser calls itself. */
  at: Date;
  ip: string;
  userAgent: string | null;
  sessionsLink: string;
  /** Where a new password is set. Null: nobody signs in with one. */
  resetLink: string | null;
};

/**
 * The mail after a sign-in in a browser that a user had not used before: whoever it was not learns it here, and what to do.
 *
 * SECURITY: a browser is called by a name from our own list, never as it calls itself.
 */
export function newDevice({ t, to, siteName, name, at, ip, userAgent, sessionsLink, resetLink }: NewDeviceData): Letter {
  const said = t.newDeviceMail;
  const site = bodyName(siteName) || t.letter.thisSite;
  const siteInSubject = subjectName(siteName) || t.letter.thisSite;
  const browser = (userAgent && browserAndSystem(userAgent)) || t.accountSessions.unknownDevice;
  return {
    t,
    to,
    of: { kind: "new_device", siteInSubject },
    subject: fill(said.subject, { site: siteInSubject }),
    sender: site,
    preview: browser,
    heading: said.heading,
    name: bodyName(name ?? ""),
    opening: fill(said.opening, { site }),
    facts: [
      fill(said.when, { moment: momentText(t, at) }),
      fill(said.browser, { browser }),
      ...(ip === "unknown" ? [] : [fill(said.from, { ip })]),
    ],
    button: { label: said.button, link: webLink(sessionsLink) },
    ...(resetLink !== null && { other: { lead: said.stranger, label: t.passkeyMail.newPassword, link: webLink(resetLink) } }),
    notes: resetLink === null ? [said.stranger] : [],
    calm: t.passkeyMail.calm,
  };
}
