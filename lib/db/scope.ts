import type { Actor } from "@/lib/kernel/actor";

declare const brand: unique symbol;

/** Permission to act inside one account, or, where `onlySite` says so, at one site of it. Only `resolve` makes one. */
export type AccountScope = {
  readonly accountId: bigint;
  readonly siteId?: undefined;
  readonly onlySite: bigint | null;
  /** In whose name, for the audit log. */
  readonly by: Actor;
  /** The job that does it, by the queue's number; left out where none does. */
  readonly job?: string;
  readonly [brand]: "account";
};

/** Permission to act in all of one account. What belongs to no site takes this one. */
export type WholeAccountScope = AccountScope & { readonly onlySite: null };

/** Permission to act inside one site of one account. Only `resolve` makes one. */
export type SiteScope = {
  readonly accountId: bigint;
  readonly siteId: bigint;
  /** In whose name, for the audit log. */
  readonly by: Actor;
  /** The job that does it, by the queue's number; left out where none does. */
  readonly job?: string;
  readonly [brand]: "site";
};

/** The site that a scope is kept to, however it came to be. */
export const siteOf = (scope: AccountScope | SiteScope): bigint | null => scope.siteId ?? scope.onlySite ?? null;
