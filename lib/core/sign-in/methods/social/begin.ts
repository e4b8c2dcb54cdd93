import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier } from "openid-client";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { limitByAddress } from "../../limit-by-address";
import type { Visitor } from "../../visitor";
import { type Checks, checksContext, REQUEST_MINUTES, type RequestFrame, redirectUri } from "./authorization-request";
import { clientAt } from "./client";
import { presetOf } from "./presets";
import { openProvider } from "./provider";
import { tried } from "./tried";

/** How often a visitor's address may set out. */
const DEPARTURES = { most: 100, inS: 600 };

/** Who sets out to a provider, and what for. */
export type Departure = {
  readonly providerId: bigint;
  /** Whose account is to be linked; null: somebody signs in. */
  readonly linkTo: bigint | null;
  readonly clientState: string | null;
  readonly codeChallenge?: string | null;
  /** The page of their own account that they came for, or null. */
  readonly to: string | null;
  readonly frame: RequestFrame | null;
};

/** The way to a provider. */
export type Gone = { readonly to: string; readonly state: string; readonly browser: string; readonly providerName: string };

/**
 * Sends somebody to a provider: the address to go to, and what their browser has to come back with.
 *
 * SECURITY: state, nonce and PKCE verifier are fresh each time, and so is the browser's own secret: one that was planted is worth
 * nothing. The verifier and the nonce wait sealed.
 *
 * @throws AppError `not_found`, `provider_failed`, `too_many_attempts`
 */
export async function beginSocial(site: SiteContext, departure: Departure, visitor: Visitor): Promise<Gone> {
  await limitByAddress(site, "authorization request", visitor, DEPARTURES);
  const provider = await openProvider(site, departure.providerId);
  const preset = presetOf(provider.kind);
  const client = await tried(site, provider, () => clientAt(site, provider));
  const id = newId();
  const state = newToken("ars_");
  const browser = newToken("arb_");
  const checks: Checks = { nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  await site.db.authorizationRequest.create({
    data: {
      id,
      providerId: provider.id,
      purpose: departure.linkTo === null ? "sign_in" : "link",
      siteUserId: departure.linkTo,
      stateHash: sha256(state),
      browserHash: sha256(browser),
      checksSealed: seal(JSON.stringify(checks), checksContext(id)),
      clientState: departure.clientState,
      codeChallenge: departure.codeChallenge,
      to: departure.to,
      ...(departure.frame && { frame: departure.frame }),
      expiresAt: new Date(Date.now() + REQUEST_MINUTES * 60_000),
    },
  });
  const to = buildAuthorizationUrl(client, {
    redirect_uri: redirectUri(site.site.slug),
    scope: provider.scopes.join(" "),
    state,
    code_challenge: await calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: "S256",
    ...(preset.oauth ? {} : { nonce: checks.nonce }),
    ...preset.parameters,
  });
  return { to: to.href, state, browser, providerName: provider.name };
}
