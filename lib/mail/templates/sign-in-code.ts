import type { RenderedMail } from "@/lib/mail/mail";
import { duration } from "./duration";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";

export type SignInCodeData = {
  to: string;
  siteName: string;
  name?: string | null;
  code: string;
  /** How long it lasts. */
  minutes: number;
};

/**
 * The mail with the code that signs in. There is no link: who reads their mail elsewhere carries a few digits over.
 *
 * It may go to somebody who is no user yet, so it speaks of no account.
 */
export async function signInCode({ to, siteName, name, code, minutes }: SignInCodeData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  return render({
    to,
    subject: `Your sign-in code for ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: `Open this mail for the code. It is good for ${duration(minutes)}.`,
    heading: "Your sign-in code",
    name: bodyName(name ?? ""),
    opening: `Somebody, hopefully you, asked to sign in at ${site} with this address.`,
    code: { lead: "Enter this code where you asked for it:", digits: code },
    notes: [`The code works once, for ${duration(minutes)}. Give it to nobody, whoever asks.`],
    calm: "If this wasn’t you, ignore this mail. Nobody can sign in with this address without the code.",
  });
}
