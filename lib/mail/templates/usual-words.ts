import type { MailKind } from "@/lib/core/mail-texts/mail-kinds";
import type { MailWords } from "@/lib/core/mail-texts/words";
import type { Texts } from "@/lib/texts";

/** What a mail says in our words, placeholders and all, in the places where a site may say something of its own. In a notice, what its own comes besides. */
export function usualWords(kind: MailKind, t: Texts): Required<MailWords> {
  const { subject, heading, body } = usual(t)[kind];
  // What stands around a placeholder in a text from right to left is put there anew.
  const plain = (text: unknown) => String(text).replace(/[\u2068\u2069]/g, "");
  return { subject: plain(subject), heading: plain(heading), body: plain(body) };
}

type Usual = Readonly<Record<"subject" | "heading" | "body", unknown>>;

const usual = (t: Texts): Readonly<Record<MailKind, Usual>> => ({
  verify_email: words(t.verifyMail),
  reset_password: words(t.resetMail),
  sign_in_code: words(t.codeMail),
  change_email: words(t.changeEmailMail),
  account_exists: words(t.knownAddressMail),
  new_device: words(t.newDeviceMail),
  password_changed: { subject: t.noticeMail.passwordSubject, heading: t.noticeMail.passwordSubject, body: t.noticeMail.passwordOpening },
  email_changed: { subject: t.noticeMail.emailSubject, heading: t.noticeMail.emailSubject, body: t.noticeMail.emailOpening },
  factor_on: { subject: t.factorMail.subjectOn, heading: t.factorMail.heading, body: t.factorMail.added },
  factor_off: { subject: t.factorMail.subjectOff, heading: t.factorMail.heading, body: t.factorMail.removed },
  recovery_codes: { subject: t.factorMail.subjectCodes, heading: t.factorMail.heading, body: t.factorMail.codeUsed },
  passkey_added: { subject: t.passkeyMail.addedSubject, heading: t.passkeyMail.addedHeading, body: t.passkeyMail.addedOpening },
  passkey_removed: { subject: t.passkeyMail.removedSubject, heading: t.passkeyMail.removedHeading, body: t.passkeyMail.removedOpening },
  account_linked: words(t.linkedMail),
  account_unlinked: { subject: t.linkedMail.unlinkedSubject, heading: t.linkedMail.unlinkedHeading, body: t.linkedMail.unlinkedOpening },
  deletion_due: { subject: t.noticeMail.deletionSubject, heading: t.noticeMail.deletionSubject, body: t.noticeMail.deletionOpening },
});

const words = ({ subject, heading, opening }: Readonly<Record<"subject" | "heading" | "opening", unknown>>): Usual => ({
  subject,
  heading,
  body: opening,
});
