import type { RenderedMail } from "@/lib/mail/mail";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type AccountExistsData = {
  to: string;
  siteName: string;
  loginLink: string;
  resetLink: string;
};

/**
 * The mail for an address that signs up a second time.
 *
 * The page answers a known and a new address alike, so this mail is where the owner of the address learns the difference. It
 * carries no token: whoever typed the address proved nothing. And no name: the one typed into the form is not the owner's.
 */
export async function accountExists({ to, siteName, loginLink, resetLink }: AccountExistsData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  return render({
    to,
    subject: `You already have an account at ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: "There is no need to sign up again: sign in, or reset your password.",
    heading: "You already have an account",
    name: "",
    opening: `Somebody tried to sign up at ${site} with this address. It already has an account: simply sign in.`,
    button: { label: "Sign in", link: webLink(loginLink) },
    other: { lead: "Forgot your password?", label: "Reset it", link: webLink(resetLink) },
    notes: [],
    calm: "If this wasn’t you, ignore this mail. Your account is unchanged.",
  });
}
