import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import Provider from "oidc-provider";
import { OIDC_CLIENT } from "./identity-provider";

/** What a server says of somebody. */
export type Person = { readonly sub: string; readonly email?: string; readonly email_verified?: boolean; readonly name?: string };

/**
 * A real OpenID Connect server on this machine. Whoever comes is `person`, without being asked; `tamper` may put another ID token in
 * the place of the one that was issued.
 */
export async function startOidcServer() {
  const jwk: JWK = { ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }), alg: "ES256", kid: "k1" };
  const people = new Map<string, Person>();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "::", listening));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: ["http://signin.localhost/cb"],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [jwk as never] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    cookies: { keys: ["key"] },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ ...people.get(sub), sub }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  // Every test has a site of its own, and with it an address of its own to come back to.
  Object.assign(provider.Client.prototype, { redirectUriAllowed: () => true });
  const oidc = {
    issuer,
    person: { sub: "nobody" } as Person,
    deny: false,
    tamper: null as ((claims: JWTPayload) => Promise<string> | string) | null,
    /** Signs claims with the server's own key. */
    sign: async (claims: JWTPayload) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "k1" }).sign(await importJWK(jwk, "ES256")),
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
    /** Goes where somebody was sent, as a browser does, up to where the server sends them back: that answer's parameters. */
    async visit(to: string): Promise<Record<string, string>> {
      const jar = new Map<string, string>();
      for (let url = to, hops = 0; hops < 8; hops++) {
        const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
        const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        const next = answer.headers.get("location");
        if (next === null) return fieldsOf(await answer.text());
        url = new URL(next, url).href;
        if (!url.startsWith(issuer)) return Object.fromEntries(new URL(url).searchParams);
      }
      throw new Error("The server leads nowhere");
    },
  };
  provider.use(async (context, next) => {
    if (context.path.startsWith("/interaction/")) {
      people.set(oidc.person.sub, oidc.person);
      const result = oidc.deny ? { error: "access_denied" } : { login: { accountId: oidc.person.sub } };
      await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: false });
      context.respond = false;
      return;
    }
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path === "/token" && oidc.tamper && body?.id_token) body.id_token = await oidc.tamper(decodeJwt(body.id_token));
  });
  server.on("request", provider.callback());
  return oidc;
}

/** The fields of a form that sends itself back to us. */
const fieldsOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
