import type { Proof } from "@/lib/db/proof";

/** The visitor is who they say. The user may be given a callback token or a session, as long as the proof holds. */
export type SignedIn = {
  readonly kind: "signed_in";
  readonly siteUserId: bigint;
  readonly proof: Proof;
  /** By which method, or at which provider: its id. Left out after a mail that proved their address. */
  readonly by?: string;
  /** Set where a trusted browser stood in for the second factor, which nobody showed. */
  readonly trusted?: true;
};

/**
 * What a step of signing in can answer. Refusals are thrown; these are the ways forward.
 */
export type Outcome =
  | SignedIn
  /** The visitor has to open a mail first. Says nothing about whether the address has an account. */
  | { readonly kind: "check_mail"; readonly email: string };
