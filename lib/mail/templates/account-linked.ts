import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountLinkedData = {
  t: Texts;
  to: string;
  siteName: string;
  name: string | null;
  /** As it stands on the button. */
  providerName: string;
  accountLink: string;
};

/** The mail to a user whom an account elsewhere signs in from now on. */
export function accountLinked({ t, to, siteName, name, providerName, accountLink }: AccountLinkedData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  const provider = bodyName(providerName) || t.linkedMail.anotherAccount;
  return {
    t,
    to,
    of: { kind: "account_linked", siteInSubject: subjectName(siteName) || t.letter.thisSite, provider },
    subject: fill(t.linkedMail.subject, {
      provider: subjectName(providerName) || t.linkedMail.anotherAccount,
      site: subjectName(siteName) || t.letter.thisSite,
    }),
    sender: site,
    preview: fill(t.linkedMail.preview, { provider }),
    heading: fill(t.linkedMail.heading, { provider }),
    name: bodyName(name ?? ""),
    opening: fill(t.linkedMail.opening, { provider, site }),
    button: { label: t.linkedMail.button, link: webLink(accountLink) },
    notes: [],
    calm: t.linkedMail.calm,
  };
}
