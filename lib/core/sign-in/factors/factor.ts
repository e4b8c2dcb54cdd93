import type { LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";

/** One thing that serves as the second factor. */
export type Factor = {
  /** Whether this user could show it now. */
  isOffered(site: SiteContext, siteUserId: bigint): Promise<boolean>;
  /**
   * Whether what the form sent shows it. What was shown is used up by that.
   *
   * SECURITY: in one conditional statement: of any number who show the same at once one is let in.
   */
  show(site: SiteContext, step: LiveStep, form: Readonly<Record<string, string>>): Promise<boolean>;
};
