import type { RenderedMail } from "@/lib/mail/mail";
import { duration } from "./duration";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type OperatorInvitationData = { to: string; accountName: string; invitedBy: string; link: string; minutes: number };

/** The mail that invites a person to work in an account's dashboard. */
export async function operatorInvitation({ to, accountName, invitedBy, link, minutes }: OperatorInvitationData): Promise<RenderedMail> {
  const account = bodyName(accountName) || "an account";
  return render({
    to,
    subject: `You are invited to ${subjectName(accountName) || "an account"} on Signin Fast`,
    sender: "Signin Fast",
    preview: `Join the dashboard. The link works once, for ${duration(minutes)}.`,
    heading: "You are invited",
    name: "",
    opening: `${bodyName(invitedBy) || "Somebody"} invites you to look after the sign-in of ${account}, together, in its dashboard.`,
    button: { label: "Join the dashboard", link: webLink(link) },
    notes: [`The link works once, for ${duration(minutes)}. You choose a name and a password; this address is what you sign in with.`],
    calm: "If you know nothing of this, ignore this mail. Nothing happens without you.",
  });
}
