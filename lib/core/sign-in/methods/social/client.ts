import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  type ExportedJWKSCache,
  enableNonRepudiationChecks,
  getJwksCache,
  setJwksCache,
} from "openid-client";
import type { SiteContext } from "@/lib/db/resolve";
import { outgoingUrlProblem } from "@/lib/outgoing/outgoing-url";
import { isDocument } from "../../../identity-providers/is-document";
import { guardedFetch, NoAnswer } from "./guarded-fetch";
import { presetOf } from "./presets";
import type { OpenProvider } from "./provider";

const TIMEOUT_S = 15;
const MOST_ISSUERS = 500;
/** Longer lists of keys are not kept: as text, several times what the largest issuers have. */
const LONGEST_KEYS = 65_536;

/** Of a provider, what it takes to reach it. */
type Reached = Pick<OpenProvider, "kind" | "issuer" | "clientId" | "clientSecret">;

/**
 * The site as a client of one of its providers, who is asked where they are reached.
 *
 * SECURITY: signatures of ID tokens are checked although they come straight from the issuer. The library need not insist on https,
 * because the dialer does, for every address.
 *
 * @throws what the library throws, and `NoAnswer`
 */
export async function clientAt(site: SiteContext, provider: Reached): Promise<Configuration> {
  const { oauth } = presetOf(provider.kind);
  const fetch = guardedFetch(site);
  if (oauth) {
    const metadata = { issuer: provider.issuer, ...oauth.endpoints(provider.issuer) };
    const client = new Configuration(metadata, provider.clientId, undefined, ClientSecretPost(provider.clientSecret));
    client[customFetch] = fetch;
    client.timeout = TIMEOUT_S;
    allowInsecureRequests(client);
    return client;
  }
  if (isDocument(provider.issuer)) throw new NoAnswer("issuer is a document");
  const client = await discovery(new URL(provider.issuer), provider.clientId, undefined, authenticating(provider.clientSecret), {
    [customFetch]: fetch,
    timeout: TIMEOUT_S,
    execute: [allowInsecureRequests, enableNonRepudiationChecks],
  });
  // SECURITY: visitors are sent there.
  const problem = outgoingUrlProblem(client.serverMetadata().authorization_endpoint ?? "");
  if (problem !== null) throw new NoAnswer(`authorization_endpoint ${problem}`);
  const keys = knownKeys().get(provider.issuer);
  if (keys) setJwksCache(client, keys);
  return client;
}

const slot = Symbol.for("signin-fast.issuers-keys");
type Holder = { [slot]?: Map<string, ExportedJWKSCache> };

function knownKeys(): Map<string, ExportedJWKSCache> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Map();
  return holder[slot];
}

/** Keeps an issuer's keys for who signs in next. The library asks for them anew when they are old, or one is missing. */
export function keepKeys(client: Configuration, { issuer }: OpenProvider): void {
  const keys = getJwksCache(client);
  if (!keys || JSON.stringify(keys).length > LONGEST_KEYS) return;
  if (knownKeys().size >= MOST_ISSUERS) knownKeys().clear();
  knownKeys().set(issuer, keys);
}

/** In the body where the issuer takes that, which spares both of us the escaping; otherwise in the header, which all have to take. */
const authenticating =
  (secret: string): ClientAuth =>
  (server, client, body, headers) => {
    const inBody = server.token_endpoint_auth_methods_supported?.includes("client_secret_post");
    return (inBody ? ClientSecretPost : ClientSecretBasic)(secret)(server, client, body, headers);
  };
