import { deleteProvider } from "@/lib/core/identity-providers/delete-provider";
import { requireSiteOfProvider } from "@/lib/core/identity-providers/require-site-of-provider";
import { updateProvider } from "@/lib/core/identity-providers/update-provider";
import { redirectUri } from "@/lib/core/sign-in/methods/social/authorization-request";
import { json, restRoute } from "@/lib/http/rest-route";
import { providerAnswer, providerBody, providerJson, providerParams } from "@/lib/rest/identity-provider";
import { messageShape } from "@/lib/rest/shapes";

export const PATCH = restRoute({
  operation: "updateIdentityProvider",
  summary: "Change an identity provider",
  description: "Changes what you name and nothing else. Another issuer needs the client secret with it.",
  credential: "api_token",
  scope: "sites:write",
  params: providerParams,
  body: providerBody,
  responses: { 200: providerAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id }, body }) {
    const site = await requireSiteOfProvider(account, id);
    const provider = await updateProvider(site, id, body.identity_provider);
    return json({ identity_provider: providerJson(provider, redirectUri(site.site.slug)) });
  },
});

export const DELETE = restRoute({
  operation: "deleteIdentityProvider",
  summary: "Remove an identity provider",
  description: "Accounts there that are linked stay, and work again once the same issuer is added.",
  credential: "api_token",
  scope: "sites:write",
  params: providerParams,
  responses: { 200: messageShape },
  refusals: [400, 404],
  async handle({ account, params: { id } }) {
    await deleteProvider(await requireSiteOfProvider(account, id), id);
    return json({ message: "Identity provider removed" });
  },
});
