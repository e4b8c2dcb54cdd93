import type { MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { momentText } from "@/lib/texts/moment-text";
import { type Letter, standingAlone } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountNoticeData = {
  t: Texts;
  to: string;
  siteName: string;
  name: string | null;
  notice: "passwordChanged" | "emailChanged" | "deletionDue";
  /** Where a new password is set, for whoever did not do it. */
  resetLink: string;
  /** When the account is deleted. */
  at: Date | null;
};

const KINDS = { passwordChanged: "password_changed", emailChanged: "email_changed", deletionDue: "deletion_due" } as const satisfies Record<
  AccountNoticeData["notice"],
  MailKind
>;

/**
 * The mail that tells somebody what was changed in their account.
 *
 * SECURITY: it says what to do if it was not them, and it does not say the new address: it goes to the old one.
 */
export function accountNotice({ t, to, siteName, name, notice, resetLink, at }: AccountNoticeData): Letter {
  const site = bodyName(siteName) || t.letter.thisSite;
  const words = t.noticeMail;
  const inSubject = { site: subjectName(siteName) || t.letter.thisSite };
  const kinds = {
    passwordChanged: { subject: words.passwordSubject, opening: words.passwordOpening, calm: words.passwordCalm },
    emailChanged: { subject: words.emailSubject, opening: words.emailOpening, calm: fill(words.emailCalm, { site }) },
    deletionDue: { subject: words.deletionSubject, opening: words.deletionOpening, calm: fill(words.deletionCalm, { site }) },
  };
  const { subject, opening, calm } = kinds[notice];
  return {
    t,
    to,
    of: { kind: KINDS[notice], siteInSubject: subjectName(siteName) || t.letter.thisSite },
    subject: fill(subject, inSubject),
    sender: site,
    preview: standingAlone(t, fill(opening, { site })),
    heading: fill(subject, { site }),
    name: bodyName(name ?? ""),
    opening: fill(opening, { site }),
    ...(notice === "passwordChanged" && { button: { label: words.reset, link: webLink(resetLink) } }),
    notes: notice === "deletionDue" && at ? [fill(words.deletionOn, { moment: momentText(t, at) })] : [],
    calm,
  };
}
