import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountExistsData = {
  t: Texts;
  to: string;
  siteName: string;
  loginLink: string;
  resetLink: string;
};

/**
 * The mail for an address that signs up a second time.
 *
 * The page answers a known and a new address alike, so this mail is where the owner of the address learns the difference. It
 * carries no token: whoever typed the address proved nothing. And no name: the one typed into the form is not the owner's.
 */
export function accountExists({ t, to, siteName, loginLink, resetLink }: AccountExistsData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  return {
    t,
    to,
    of: { kind: "account_exists", siteInSubject: subjectName(siteName) || t.letter.thisSite },
    subject: fill(t.knownAddressMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: t.knownAddressMail.preview,
    heading: t.knownAddressMail.heading,
    name: "",
    opening: fill(t.knownAddressMail.opening, { site }),
    button: { label: t.knownAddressMail.button, link: webLink(loginLink) },
    other: { lead: t.knownAddressMail.forgot, label: t.knownAddressMail.reset, link: webLink(resetLink) },
    notes: [],
    calm: t.knownAddressMail.calm,
  };
}
