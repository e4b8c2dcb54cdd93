import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  type Configuration,
  fetchProtectedResource,
  fetchUserInfo,
} from "openid-client";
import { type AnsweredRequest, consumeAuthorizationRequest } from "@/lib/db/consume/authorization-request";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken, unseal } from "@/lib/kernel/secrets";
import { linkAccount } from "../../../linked-accounts/link-account";
import type { SessionHolder } from "../../../sessions/hosted-session";
import type { Outcome } from "../../outcome";
import type { Visitor } from "../../visitor";
import { type Checks, checksContext, redirectUri } from "./authorization-request";
import { clientAt, keepKeys } from "./client";
import { presetOf } from "./presets";
import { type Claims, type Profile, profileOf } from "./profile";
import { type OpenProvider, openProvider } from "./provider";
import { signInAs } from "./sign-in-as";
import { tried } from "./tried";

/** What coming back from a provider can come to. */
export type Arrival = Outcome | { readonly kind: "linked"; readonly providerId: bigint };

/** What a provider says when the visitor did not want to. */
const DENIALS = new Set(["access_denied", "user_cancelled_authorize", "user_cancelled_login", "consent_required", "login_required"]);

/**
 * Takes the answer that somebody brings back from a provider, and signs them in, or links the account there to theirs.
 *
 * SECURITY: the request is spent before anything is asked: an answer counts once, for the browser that set out, for ten minutes.
 * State, issuer, audience, nonce, PKCE and signature are held against it by the library.
 *
 * @param answer the parameters of the authorization response
 * @param browser what the browser was given to come back with
 * @param signedIn who is signed in in that browser now
 * @param flowHash by what the browser is known from now on as the one that a mail was sent for
 * @throws AppError `sign_in_expired`, `provider_denied`, `provider_failed`, and what `signInAs` and `linkAccount` refuse with
 */
export async function finishSocial(
  site: SiteContext,
  answer: Readonly<Record<string, string>>,
  browser: string,
  visitor: Visitor,
  signedIn: SessionHolder | null,
  flowHash = visitor.browserHash,
): Promise<Arrival> {
  const [stateHash, browserHash] = [hashToken("ars_", answer.state ?? ""), hashToken("arb_", browser)];
  const request = stateHash && browserHash && (await consumeAuthorizationRequest(site.scope, { stateHash, browserHash }));
  if (!request) throw new AppError("sign_in_expired");
  const linkTo = request.purpose === "link" ? stillSignedIn(request, signedIn) : null;
  const provider = await openProvider(site, request.providerId);
  const profile = await tried(site, provider, () => exchange(site, provider, request, answer));
  if (linkTo === null) return signInAs(site, profile, provider, visitor, flowHash);
  await linkAccount(site, linkTo, profile, provider);
  return { kind: "linked", providerId: provider.id };
}

/** SECURITY: an account is linked to nobody who has left the browser meanwhile: whoever is at the provider now may be somebody else. */
function stillSignedIn({ siteUserId }: AnsweredRequest, signedIn: SessionHolder | null): SessionHolder {
  if (signedIn === null || siteUserId !== signedIn.siteUserId) throw new AppError("sign_in_expired");
  return signedIn;
}

async function exchange(
  site: SiteContext,
  provider: OpenProvider,
  { id, checksSealed }: AnsweredRequest,
  answer: Readonly<Record<string, string>>,
): Promise<Profile> {
  const { nonce, verifier } = JSON.parse(unseal(checksSealed, checksContext(id))) as Checks;
  const { provesEmail, oauth } = presetOf(provider.kind);
  const client = await clientAt(site, provider);
  const checks = {
    pkceCodeVerifier: verifier,
    // The request was found by it.
    expectedState: answer.state ?? "",
    ...(oauth ? {} : { expectedNonce: nonce, idTokenExpected: true }),
  };
  const tokens = await authorizationCodeGrant(client, new URL(redirectUri(site.site.slug, answer)), checks).catch((error) => {
    throw error instanceof AuthorizationResponseError && DENIALS.has(error.error) ? new AppError("provider_denied") : error;
  });
  keepKeys(client, provider);
  const claims = tokens.claims();
  if (oauth)
    return profileOf(
      { ...(await oauth.readProfile(provider.issuer, getting(client, tokens.access_token))), iss: provider.issuer },
      provesEmail,
    );
  if (!claims) throw new AppError("provider_failed");
  return profileOf({ ...(await told(client, tokens.access_token, claims)), ...nameOf(answer.user), ...claims }, provesEmail);
}

/** What is told beside the ID token, where that says no address. SECURITY: of the same subject, or it is refused. */
async function told(
  client: Configuration,
  accessToken: string,
  claims: { readonly sub: string; readonly email?: unknown },
): Promise<Claims> {
  if (claims.email !== undefined || !client.serverMetadata().userinfo_endpoint) return {};
  return fetchUserInfo(client, accessToken, claims.sub);
}

const getting = (client: Configuration, accessToken: string) => async (url: string) => {
  const answer = await fetchProtectedResource(
    client,
    accessToken,
    new URL(url),
    "GET",
    undefined,
    new Headers({ accept: "application/json" }),
  );
  // One that is refused says nothing: whether that matters is for whoever reads it.
  return answer.ok ? answer.json() : null;
};

/** Apple tells the name beside its answer, unsigned and once only. */
function nameOf(user: string | undefined): Claims {
  try {
    const { name } = JSON.parse(user ?? "") as { name?: { firstName?: unknown; lastName?: unknown } };
    return { given_name: name?.firstName, family_name: name?.lastName };
  } catch {
    return {};
  }
}
