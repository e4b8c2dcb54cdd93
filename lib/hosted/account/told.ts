import type { ProviderKind } from "@/lib/core/sign-in/methods/social/presets";

/** What the pages of somebody's own account are drawn from. */

/** How each section stands, as the overview tells it. Null: there is no such section at this site. */
export type AccountFacts = {
  readonly profile: { readonly name: string | null } | null;
  readonly email: { readonly email: string; readonly verified: boolean; readonly pending: string | null } | null;
  readonly password: { readonly known: boolean } | null;
  readonly passkeys: { readonly names: readonly string[] } | null;
  readonly linked: { readonly providers: readonly string[] } | null;
  readonly factor: { readonly on: boolean; readonly codesLeft: number } | null;
  readonly sessions: { readonly count: number } | null;
  readonly data: Record<string, never> | null;
  readonly delete: Record<string, never> | null;
};

/** What each way to prove oneself once more is drawn from. Left out: this visitor has no such way. */
export type ConfirmOffers = {
  readonly password?: true;
  /** What the browser is to be asked for. */
  readonly passkey?: string;
};

/** What somebody is called, as they typed it or as it is. */
export type ProfileValues = {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly locale: string;
};

/** A session as its owner is shown it. */
export type SessionShown = {
  readonly id: string;
  readonly browser: string | null;
  readonly system: string | null;
  readonly ip: string;
  readonly begunAt: Date;
  /** Seconds since it was last heard of. */
  readonly seenAgoS: number;
  /** The one that is asking. */
  readonly current: boolean;
};

/** A passkey of the visitor's own, its days written in their language. */
export type PasskeyShown = {
  readonly id: string;
  readonly name: string;
  /** Who keeps it; null: nobody knows, or the name says it. */
  readonly provider: string | null;
  readonly created: string;
  /** Null: it has never been used. */
  readonly used: string | null;
};

/** An account elsewhere of the visitor's own, its days written in their language. */
export type LinkedShown = {
  readonly id: string;
  readonly kind: ProviderKind;
  /** What its provider is called. */
  readonly provider: string;
  /** Its address there, as far as it was told. */
  readonly email: string | null;
  readonly linked: string;
  readonly used: string;
};

/** How a visitor's second factor stands, its days written in their language. */
export type FactorShown = {
  readonly on: boolean;
  /** Null: they have none. */
  readonly app: { readonly created: string; readonly used: string | null } | null;
  readonly codesLeft: number;
  /** Where they need not show it. */
  readonly browsers: readonly BrowserShown[];
};

/** From so many recovery codes on, it is said that there are few. */
export const FEW_CODES = 3;

/** A browser that its user trusts. */
export type BrowserShown = {
  readonly id: string;
  readonly browser: string | null;
  readonly system: string | null;
  readonly until: string;
  /** The one that is asking. */
  readonly current: boolean;
};
