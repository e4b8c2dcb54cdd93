import type { RenderedMail } from "@/lib/mail/mail";
import { duration } from "./duration";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type ResetPasswordData = {
  to: string;
  siteName: string;
  name?: string | null;
  link: string;
  code: string;
  /** How long both last. */
  minutes: number;
  /** Who asked, as far as we saw: the moment, and something like "Firefox on Linux". The latter is what a browser claims. */
  asked?: { at: Date; from?: string };
};

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** The mail that lets a person set a new password, with a link and a code that do the same. */
export async function resetPassword({ to, siteName, name, link, code, minutes, asked }: ResetPasswordData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  const from = bodyName(asked?.from ?? "");
  return render({
    to,
    subject: `Reset your password for ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: `Choose a new password. This mail is good for ${duration(minutes)}.`,
    heading: "Reset your password",
    name: bodyName(name ?? ""),
    opening: `We were asked to reset the password of your account at ${site}. If that was you, choose a new one.`,
    button: { label: "Choose a new password", link: webLink(link) },
    code: { lead: "Or enter this code where you asked for it:", digits: code },
    notes: [
      `The link and the code work once, for ${duration(minutes)}.`,
      ...(asked ? [`Asked for on ${MOMENT.format(asked.at)} UTC${from && `, from ${from}`}.`] : []),
    ],
    calm: "If this wasn’t you, ignore this mail. Your password stays as it is.",
  });
}
