import type { SiteContext } from "@/lib/db/resolve";
import { beginProving } from "../../../passkeys/begin-proving";
import { settingsOf } from "../../methods/settings";

/** What a browser is told to ask for a passkey of one user as their second factor. Null: they have none. */
export const beginShowing = (site: SiteContext, siteUserId: bigint) =>
  beginProving(site, siteUserId, settingsOf(site.site.signIn, "passkey").userVerification);
