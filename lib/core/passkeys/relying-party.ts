import { env } from "@/lib/kernel/env";

/** For whom passkeys are made here, as browsers and authenticators are told. */
export type RelyingParty = {
  /** A domain. Browsers offer a passkey to this one and to no other. */
  readonly id: string;
  /** The origins whose pages may use them: our own, and those we had before. */
  readonly origins: readonly string[];
};

/**
 * The relying party of this installation: the host of APP_URL, or of the first address that it ever had.
 *
 * A passkey is bound to the domain that it was made for. An installation that moves keeps asking for the old one, which lists the
 * new origin at `/.well-known/webauthn`. So nobody has passkeys of two domains, of which a page could only ask for one.
 */
export function relyingParty(): RelyingParty {
  const { appUrl, PASSKEY_ORIGINS } = env();
  const origins = [...new Set([...PASSKEY_ORIGINS, appUrl])];
  return { id: new URL(origins[0] ?? appUrl).hostname, origins };
}
