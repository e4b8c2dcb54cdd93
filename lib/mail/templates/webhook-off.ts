import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { Letter } from "./letter";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type WebhookOffData = {
  t: Texts;
  to: string;
  name: string;
  siteName: string;
  /** Of the endpoint. SECURITY: not its whole address, which may hold a secret of the customer's. */
  host: string;
  reason: "gone" | "failing";
  link: string;
};

/** The mail that tells an operator that a webhook endpoint was turned off by itself. */
export function webhookOff({ t, to, name, siteName, host, reason, link }: WebhookOffData): Letter {
  const opening = fill(t.webhookOffMail[reason], { site: bodyName(siteName), host: bodyName(host) });
  return {
    t,
    to,
    subject: fill(t.webhookOffMail.subject, { site: subjectName(siteName) }),
    sender: "Signin Fast",
    preview: opening,
    heading: t.webhookOffMail.heading,
    name: bodyName(name),
    opening,
    button: { label: t.webhookOffMail.button, link: webLink(link) },
    notes: [t.webhookOffMail.meanwhile],
    calm: t.webhookOffMail.calm,
  };
}
