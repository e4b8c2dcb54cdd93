import type { RenderedMail } from "@/lib/mail/mail";
import { duration } from "./duration";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type VerifyEmailData = {
  to: string;
  siteName: string;
  name?: string | null;
  link: string;
  code: string;
  /** How long both last. */
  minutes: number;
};

/**
 * The mail that asks for proof of an address, with a link and a code that do the same.
 *
 * It goes to whatever address a stranger typed, so it says no more than what happened and promises that ignoring it is safe.
 */
export async function verifyEmail({ to, siteName, name, link, code, minutes }: VerifyEmailData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  return render({
    to,
    subject: `Confirm your e-mail address for ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: `One step left: confirm that this address is yours. This mail is good for ${duration(minutes)}.`,
    heading: "Confirm your e-mail address",
    name: bodyName(name ?? ""),
    opening: `Thanks for signing up at ${site}. Confirm that this address is yours, and you are done.`,
    button: { label: "Confirm e-mail address", link: webLink(link) },
    code: { lead: "Or enter this code where you signed up:", digits: code },
    notes: [`The link and the code work once, for ${duration(minutes)}.`],
    calm: "If this wasn’t you, ignore this mail. Nobody can confirm this address without it.",
  });
}
