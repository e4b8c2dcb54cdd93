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
  change: "linked" | "unlinked";
  /** As it stands on the button. */
  providerName: string;
  accountLink: string;
};

/** The mail to a user whom an account elsewhere signs in from now on, or no more. */
export function accountLinked({ t, to, siteName, name, change, providerName, accountLink }: AccountLinkedData): Letter {
  const said = t.linkedMail;
  const words = {
    linked: { subject: said.subject, preview: said.preview, heading: said.heading, opening: said.opening, calm: said.calm },
    unlinked: {
      subject: said.unlinkedSubject,
      preview: said.unlinkedPreview,
      heading: said.unlinkedHeading,
      opening: said.unlinkedOpening,
      calm: said.unlinkedCalm,
    },
  }[change];
  const site = bodyName(siteName) || t.letter.thisSite;
  const provider = bodyName(providerName) || said.anotherAccount;
  return {
    t,
    to,
    of: {
      kind: change === "linked" ? "account_linked" : "account_unlinked",
      siteInSubject: subjectName(siteName) || t.letter.thisSite,
      provider,
    },
    subject: fill(words.subject, {
      provider: subjectName(providerName) || said.anotherAccount,
      site: subjectName(siteName) || t.letter.thisSite,
    }),
    sender: site,
    preview: fill(words.preview, { provider }),
    heading: fill(words.heading, { provider }),
    name: bodyName(name ?? ""),
    opening: fill(words.opening, { provider, site }),
    button: { label: said.button, link: webLink(accountLink) },
    notes: [],
    calm: words.calm,
  };
}
