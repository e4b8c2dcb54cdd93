import type { RenderedMail } from "@/lib/mail/mail";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountLinkedData = { to: string; siteName: string; name: string | null; providerName: string; accountLink: string };

/** The mail to a user whom an account elsewhere signs in from now on. */
export async function accountLinked({ to, siteName, name, providerName, accountLink }: AccountLinkedData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  const provider = bodyName(providerName) || "another account";
  return render({
    to,
    subject: `${subjectName(providerName) || "Another account"} now signs you in to ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: `You can sign in to ${site} with ${provider} from now on.`,
    heading: `You can now sign in with ${provider}`,
    name: bodyName(name ?? ""),
    opening: `Your account at ${provider} was linked to your account at ${site}. From now on either of them signs you in.`,
    button: { label: "See linked accounts", link: webLink(accountLink) },
    notes: [],
    calm: "If this wasn’t you, remove the link there and change your password.",
  });
}
