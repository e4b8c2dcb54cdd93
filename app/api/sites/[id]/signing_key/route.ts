import { rotateSigningKey } from "@/lib/core/sessions/rotate-signing-key";
import { json, restRoute } from "@/lib/http/rest-route";
import { signingKeyAnswer, signingKeyBody, signingKeyJson } from "@/lib/rest/signing-key";
import { siteParams } from "@/lib/rest/site";

export const POST = restRoute({
  operation: "rotateSigningKey",
  summary: "Replace the signing key",
  description:
    "Access tokens are signed with the new key a quarter of an hour later; what the old one has signed stays good until it expires.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  body: signingKeyBody,
  responses: { 200: signingKeyAnswer },
  refusals: [400, 404, 409, 422],
  async handle({ account, params, body }) {
    return json(signingKeyJson(await rotateSigningKey(account, params.id, { revoke: body.revoke_tokens })));
  },
});
