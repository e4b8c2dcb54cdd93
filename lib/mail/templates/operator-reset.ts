import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName } from "./untrusted-name";
import { webLink } from "./web-link";

export type OperatorResetData = { t: Texts; to: string; name: string; link: string; minutes: number };

/** The mail that lets an operator set a new password for the dashboard. */
export function operatorReset({ t, to, name, link, minutes }: OperatorResetData): Letter {
  return {
    t,
    to,
    subject: t.operatorResetMail.subject,
    sender: "Signin Fast",
    preview: fill(t.operatorResetMail.preview, { duration: duration(t, minutes) }),
    heading: t.operatorResetMail.heading,
    name: bodyName(name),
    opening: t.operatorResetMail.opening,
    button: { label: t.operatorResetMail.button, link: webLink(link) },
    notes: [fill(t.operatorResetMail.once, { duration: duration(t, minutes) })],
    calm: t.operatorResetMail.calm,
  };
}
