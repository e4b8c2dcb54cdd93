import type { SiteContext } from "@/lib/db/resolve";
import { settingsOf } from "../settings";
import type { CodeRule } from "./email-code";

/** What the codes of the hosted pages are like. */
export const hostedRule = ({ site }: SiteContext): CodeRule => ({
  digits: 6,
  lifetimeS: 300,
  maxGuesses: 3,
  mayCreate: settingsOf(site.signIn, "email_code").create_users,
});
