import type { SiteJobs } from "@/lib/jobs/enqueue";
import type { Visitor } from "./visitor";

/** What the job that mails the proof of an address is told, when this visitor causes it. */
export const proofMail = (
  emailCanonical: string,
  { browserHash, language, to }: Pick<Visitor, "browserHash" | "language" | "to">,
): SiteJobs["mail-verification"] => ({
  emailCanonical,
  browser: browserHash && Buffer.from(browserHash).toString("base64"),
  language,
  ...(to && { to }),
});
