import { listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { ownFactor } from "@/lib/core/second-factor/own-factor";
import { secondFactorPolicy } from "@/lib/core/second-factor/policy";
import { pendingChange } from "@/lib/core/self-service/email-change";
import { hasPassword } from "@/lib/core/self-service/has-password";
import { ownProfile } from "@/lib/core/self-service/own-profile";
import { ownSessions } from "@/lib/core/self-service/own-sessions";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import type { SiteContext } from "@/lib/db/resolve";
import type { AccountFacts } from "@/lib/hosted/account/told";
import { shownProviders } from "../shown-providers";
import type { AccountVisit } from "./account-page";

/** What tells how each section of the account page stands. Null: there is no such section at this site. */
const FACTS: { readonly [Id in keyof AccountFacts]: (visit: AccountVisit) => Promise<AccountFacts[Id]> } = {
  async profile({ context, signedIn }) {
    const { name, firstName, lastName } = await ownProfile(context, signedIn.user.id);
    return { name: name ?? ([firstName, lastName].filter(Boolean).join(" ") || null) };
  },
  async email({ context, signedIn: { user } }) {
    const pending = await pendingChange(context, user.id);
    return { email: user.email, verified: user.emailVerifiedAt !== null, pending: pending?.email ?? null };
  },
  async password({ context, signedIn }) {
    const known = await hasPassword(context, signedIn.user.id);
    return known || takesPasswords(context) ? { known } : null;
  },
  passkeys: async ({ context, signedIn: { user } }) =>
    isMethodOn(context, "passkey") ? { names: (await listPasskeys(context, user.id)).map(({ name }) => name) } : null,
  async linked(visit) {
    const accounts = await listLinkedAccounts(visit.context, visit.signedIn.user.id);
    const offered = shownProviders(visit.context);
    return accounts.length + offered.length > 0 ? { providers: accounts.map(({ providerName }) => providerName) } : null;
  },
  async factor({ context, signedIn }) {
    const { on, codesLeft } = await ownFactor(context, signedIn.user.id);
    return on || secondFactorPolicy(context).policy !== "off" ? { on, codesLeft } : null;
  },
  sessions: async ({ context, signedIn }) => ({ count: (await ownSessions(context, signedIn.user.id)).length }),
  data: async () => ({}),
  delete: async () => ({}),
};

/** How every section stands for the visitor. */
export async function accountFacts(visit: AccountVisit): Promise<AccountFacts> {
  const facts = Object.entries(FACTS).map(async ([id, fact]) => [id, await fact(visit)]);
  return Object.fromEntries(await Promise.all(facts)) as AccountFacts;
}

/** Whether a password is a way to sign in at this site. */
const takesPasswords = ({ site }: SiteContext) => settingsOf(site.signIn, "password").enabled;
