/** What the pages of somebody's own account are drawn from. */

/** How each section stands, as the overview tells it. Null: there is no such section at this site. */
export type AccountFacts = {
  readonly profile: { readonly name: string | null } | null;
};

/** What each way to prove oneself once more is drawn from. Left out: this visitor has no such way. */
export type ConfirmOffers = { readonly password?: true };
