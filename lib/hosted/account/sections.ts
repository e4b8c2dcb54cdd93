import type { AccountSection } from "./section";
import type { AccountFacts } from "./told";

/** The sections of the account page, in its order. A section whose facts nobody tells does not compile. */
export const SECTIONS: { readonly [Id in keyof AccountFacts]: AccountSection<NonNullable<AccountFacts[Id]>> } = {
  profile: { path: "account/profile", title: (t) => t.account.profile, summary: (t, { name }) => name ?? t.account.profileEmpty },
};
