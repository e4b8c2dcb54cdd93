import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import { momentText } from "@/lib/texts/moment-text";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountDeletedData = {
  t: Texts;
  to: string;
  name: string;
  accountName: string;
  /** When everything in it will be purged. */
  purgedAt: Date;
  link: string;
};

/** The mail that tells an operator that their account was deleted, and until when it can be brought back. */
export function accountDeleted({ t, to, name, accountName, purgedAt, link }: AccountDeletedData): Letter {
  const opening = fill(t.accountDeletedMail.opening, { account: bodyName(accountName) || t.accountDeletedMail.yourAccount });
  return {
    t,
    to,
    subject: fill(t.accountDeletedMail.subject, { account: subjectName(accountName) || t.accountDeletedMail.yourAccount }),
    sender: "Signin Fast",
    preview: opening,
    heading: t.accountDeletedMail.heading,
    name: bodyName(name),
    opening,
    button: { label: t.accountDeletedMail.button, link: webLink(link) },
    notes: [fill(t.accountDeletedMail.until, { moment: momentText(t, purgedAt) })],
    calm: t.accountDeletedMail.calm,
  };
}
