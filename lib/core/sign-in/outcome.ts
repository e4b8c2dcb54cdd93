/**
 * What a step of signing in can answer. Refusals are thrown; these are the ways forward.
 */
export type Outcome =
  /** The visitor is who they say. `siteUserId` may be given a callback token or a session. */
  | { readonly kind: "signed_in"; readonly siteUserId: bigint }
  /** The visitor has to open a mail first. Says nothing about whether the address has an account. */
  | { readonly kind: "check_mail"; readonly email: string };
