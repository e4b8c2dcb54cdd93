import { createProvider } from "@/lib/core/identity-providers/create-provider";
import { listProviders } from "@/lib/core/identity-providers/list-providers";
import { redirectUri } from "@/lib/core/sign-in/methods/social/authorization-request";
import { requireSite } from "@/lib/core/sites/require-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { newProviderBody, providerAnswer, providerJson, providersAnswer, providersQuery } from "@/lib/rest/identity-provider";

export const GET = restRoute({
  operation: "listIdentityProviders",
  summary: "List identity providers",
  description: "The providers of one site, from the top of its sign-in page.",
  credential: "api_token",
  scope: "sites:read",
  query: providersQuery,
  responses: { 200: providersAnswer },
  refusals: [400, 404],
  async handle({ account, query }) {
    const site = await requireSite(account, query.site_id);
    const providers = await listProviders(site);
    return json({ identity_providers: providers.map((provider) => providerJson(provider, redirectUri(site.site.slug))) });
  },
});

export const POST = restRoute({
  operation: "createIdentityProvider",
  summary: "Add an identity provider",
  description:
    "Register `redirect_uri` there, or it sends nobody back. What an issuer says of an address is believed: name only those that you trust with your users.",
  credential: "api_token",
  scope: "sites:write",
  body: newProviderBody,
  responses: { 201: providerAnswer },
  refusals: [400, 404, 422],
  async handle({ account, body }) {
    const site = await requireSite(account, body.site_id);
    const provider = await createProvider(site, body.identity_provider);
    return json({ identity_provider: providerJson(provider, redirectUri(site.site.slug)) }, 201);
  },
});
