import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type PasskeyChangedData = {
  t: Texts;
  to: string;
  siteName: string;
  name?: string | null;
  change: "added" | "removed";
  /** What its user calls it. */
  passkey: string;
  resetLink: string;
};

/** The mail after a passkey was added to an account, or removed: whoever did not do that learns it here. */
export function passkeyChanged({ t, to, siteName, name, change, passkey, resetLink }: PasskeyChangedData): Letter {
  const said = t.passkeyMail;
  const words = {
    added: { subject: said.addedSubject, heading: said.addedHeading, opening: said.addedOpening, preview: said.addedPreview },
    removed: { subject: said.removedSubject, heading: said.removedHeading, opening: said.removedOpening, preview: said.removedPreview },
  }[change];
  const site = bodyName(siteName) || t.letter.thisSite;
  return {
    t,
    to,
    of: { kind: change === "added" ? "passkey_added" : "passkey_removed", siteInSubject: subjectName(siteName) || t.letter.thisSite },
    subject: fill(words.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: words.preview,
    heading: words.heading,
    name: bodyName(name ?? ""),
    opening: fill(words.opening, { site, passkey: bodyName(passkey) || t.passkeys.unnamed }),
    notes: [words.preview],
    other: { lead: said.stranger, label: said.newPassword, link: webLink(resetLink) },
    calm: said.calm,
  };
}
