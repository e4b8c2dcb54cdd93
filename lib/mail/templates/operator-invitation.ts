import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type OperatorInvitationData = { t: Texts; to: string; accountName: string; invitedBy: string; link: string; minutes: number };

/** The mail that invites a person to work in an account's dashboard. */
export function operatorInvitation({ t, to, accountName, invitedBy, link, minutes }: OperatorInvitationData): Letter {
  const account = bodyName(accountName) || t.invitationMail.anAccount;
  return {
    t,
    to,
    subject: fill(t.invitationMail.subject, { account: subjectName(accountName) || t.invitationMail.anAccount }),
    sender: "Signin Fast",
    preview: fill(t.invitationMail.preview, { duration: duration(t, minutes) }),
    heading: t.invitationMail.heading,
    name: "",
    opening: fill(t.invitationMail.opening, { person: bodyName(invitedBy) || t.invitationMail.somebody, account }),
    button: { label: t.invitationMail.button, link: webLink(link) },
    notes: [fill(t.invitationMail.once, { duration: duration(t, minutes) })],
    calm: t.invitationMail.calm,
  };
}
