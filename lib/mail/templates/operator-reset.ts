import type { RenderedMail } from "@/lib/mail/mail";
import { duration } from "./duration";
import { render } from "./render";
import { bodyName } from "./untrusted-name";
import { webLink } from "./web-link";

export type OperatorResetData = { to: string; name: string; link: string; minutes: number };

/** The mail that lets an operator set a new password for the dashboard. */
export async function operatorReset({ to, name, link, minutes }: OperatorResetData): Promise<RenderedMail> {
  return render({
    to,
    subject: "Set a new password for your dashboard",
    sender: "Signin Fast",
    preview: `Choose a new password. The link works once, for ${duration(minutes)}.`,
    heading: "Set a new password",
    name: bodyName(name),
    opening: "We were asked to set a new password for your dashboard. If that was you, choose one now.",
    button: { label: "Choose a new password", link: webLink(link) },
    notes: [`The link works once, for ${duration(minutes)}. A new password signs you out in every other browser.`],
    calm: "If this wasn’t you, ignore this mail. Your password stays as it is.",
  });
}
