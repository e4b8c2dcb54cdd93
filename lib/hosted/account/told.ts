/** What the pages of somebody's own account are drawn from. */

/** How each section stands, as the overview tells it. Null: there is no such section at this site. */
export type AccountFacts = {
  readonly profile: { readonly name: string | null } | null;
  readonly passkeys: { readonly names: readonly string[] } | null;
};

/** What each way to prove oneself once more is drawn from. Left out: this visitor has no such way. */
export type ConfirmOffers = {
  readonly password?: true;
  /** What the browser is to be asked for. */
  readonly passkey?: string;
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
