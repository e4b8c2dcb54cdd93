import type { SiteContext } from "@/lib/db/resolve";
import type { SignedIn } from "../../outcome";

/** What the codes of one wire are like. */
export type CodeRule = {
  readonly digits: number;
  readonly lifetimeS: number;
  /** Guesses at one code. */
  readonly maxGuesses: number;
  /** Whether an address that nobody has becomes a user once its code is shown. Only where the site takes sign-ups. */
  readonly mayCreate: boolean;
};

/** How somebody shows the code that they were mailed: with what they were given when they asked, or with the address. */
export type ShownCode = { readonly device: string; readonly code: string } | { readonly email: string; readonly code: string };

/** What showing a code can come to. `failed` and `most` are guesses at this code, the last one counted. */
export type CodeOutcome =
  | (SignedIn & { readonly created: boolean })
  | { readonly kind: "wrong"; readonly failed: number; readonly most: number }
  | { readonly kind: "expired"; readonly failed: number; readonly most: number }
  /** Used, without guesses left, or another one was asked for since. */
  | { readonly kind: "spent"; readonly failed: number; readonly most: number }
  /** Nobody has asked for such a code here. */
  | { readonly kind: "unknown" };

/** What the token of a mail's link begins with. */
export const CODE_LINK_PREFIX = "lnk_";

/** What the stored code of a request is bound to. */
export const emailCodeContext = (id: bigint) => `email_codes.code:${id}`;

/**
 * Whether somebody may become a user of a site by a code alone. Where the site names a user system of its own, nobody does: that
 * system takes every new user first, with a password, which nobody here has.
 */
export const takesNewUsers = ({ site }: Pick<SiteContext, "site">) => site.signUps && !site.hasSignupEndpoint;
