import type { RenderedMail } from "@/lib/mail/mail";
import type { Texts } from "@/lib/texts";
import { duration } from "@/lib/texts/duration";
import { fill } from "@/lib/texts/fill";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";

export type SignInCodeData = {
  t: Texts;
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
export async function signInCode({ t, to, siteName, name, code, minutes }: SignInCodeData): Promise<RenderedMail> {
  const site = bodyName(siteName) || t.letter.thisSite;
  return render({
    t,
    to,
    subject: fill(t.codeMail.subject, { site: subjectName(siteName) || t.letter.thisSite }),
    sender: site,
    preview: fill(t.codeMail.preview, { duration: duration(t, minutes) }),
    heading: t.codeMail.heading,
    name: bodyName(name ?? ""),
    opening: fill(t.codeMail.opening, { site }),
    code: { lead: t.codeMail.code, digits: code },
    notes: [fill(t.codeMail.once, { duration: duration(t, minutes) })],
    calm: t.codeMail.calm,
  });
}
