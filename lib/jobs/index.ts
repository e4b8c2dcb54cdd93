import type { SiteContext } from "@/lib/db/resolve";
import { deliverMail } from "./deliver-mail";
import type { SiteJobs } from "./enqueue";
import { mailAccountExists } from "./mail-account-exists";
import { mailReset } from "./mail-reset";
import { mailVerification } from "./mail-verification";

/** Every job of a site, by the name it is queued under. */
export const SITE_JOBS: { readonly [Name in keyof SiteJobs]: (site: SiteContext, payload: SiteJobs[Name]) => Promise<void> } = {
  "mail-verification": mailVerification,
  "mail-reset": mailReset,
  "mail-account-exists": mailAccountExists,
  "deliver-mail": deliverMail,
};
