import type { SiteContext } from "@/lib/db/resolve";
import { type SignInSettings, settingsOf } from "../sign-in/methods/settings";

/** What a site has set about second factors. */
export function secondFactorPolicy({ site }: SiteContext): SignInSettings["second_factor"] {
  return settingsOf(site.signIn, "second_factor");
}
