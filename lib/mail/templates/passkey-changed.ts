import type { RenderedMail } from "@/lib/mail/mail";
import { render } from "./render";
import { bodyName, subjectName } from "./untrusted-name";
import { webLink } from "./web-link";

export type PasskeyChangedData = {
  to: string;
  siteName: string;
  name?: string | null;
  change: "added" | "removed";
  /** What its user calls it. */
  passkey: string;
  resetLink: string;
};

/** The mail after a passkey was added to an account, or removed: whoever did not do that learns it here. */
export async function passkeyChanged({ to, siteName, name, change, passkey, resetLink }: PasskeyChangedData): Promise<RenderedMail> {
  const site = bodyName(siteName) || "this site";
  const added = change === "added";
  const called = bodyName(passkey);
  return render({
    to,
    subject: `A passkey was ${change} at ${subjectName(siteName) || "this site"}`,
    sender: site,
    preview: added ? "You can sign in with it from now on." : "Nobody can sign in with it any more.",
    heading: added ? "A passkey was added" : "A passkey was removed",
    name: bodyName(name ?? ""),
    opening: added
      ? `A passkey was added to your account at ${site}: ${called || "Passkey"}. You can sign in with it from now on.`
      : `A passkey was removed from your account at ${site}: ${called || "Passkey"}. Nobody can sign in with it any more.`,
    notes: [],
    other: { lead: "If this wasn’t you, somebody may be in your account.", label: "Set a new password", link: webLink(resetLink) },
    calm: "If this was you, there is nothing to do.",
  });
}
