import type { SessionUser } from "@/lib/core/sessions/session";
import { needsProof } from "@/lib/core/sign-in/proof-rule";
import type { SiteContext } from "@/lib/db/resolve";

/** Whether FastSchema calls a user active: their address is proved, or the site asks for no proof. */
export const isActive = (site: SiteContext, { emailVerifiedAt }: SessionUser) =>
  emailVerifiedAt !== null || !needsProof(site, "unless_off");
