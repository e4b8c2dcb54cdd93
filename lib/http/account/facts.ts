import type { AccountFacts } from "@/lib/hosted/account/told";
import type { AccountVisit } from "./account-page";

/** What tells how each section of the account page stands. Null: there is no such section at this site. */
const FACTS: { readonly [Id in keyof AccountFacts]: (visit: AccountVisit) => Promise<AccountFacts[Id]> } = {
  profile: async ({ signedIn: { user } }) => ({ name: [user.firstName, user.lastName].filter(Boolean).join(" ") || null }),
};

/** How every section stands for the visitor. */
export async function accountFacts(visit: AccountVisit): Promise<AccountFacts> {
  const facts = Object.entries(FACTS).map(async ([id, fact]) => [id, await fact(visit)]);
  return Object.fromEntries(await Promise.all(facts)) as AccountFacts;
}
