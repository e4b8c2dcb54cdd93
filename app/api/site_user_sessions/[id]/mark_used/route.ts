import { markUsed } from "@/lib/core/callback-tokens/mark-used";
import { json, restRoute } from "@/lib/http/rest-route";
import { markedUsedAnswer, markedUsedJson, sessionParams } from "@/lib/rest/site-user-session";

export const POST = restRoute({
  operation: "markSiteUserSessionUsed",
  summary: "Mark a sign-in as used",
  description: "The exchange has done so already; repeating it changes nothing.",
  credential: "unchecked_api_token_or_client",
  scope: "sessions:write",
  params: sessionParams,
  responses: { 200: markedUsedAnswer },
  refusals: [404],
  async handle({ credential, params: { id } }) {
    return json(markedUsedJson(await markUsed(credential, id.ref), id.token));
  },
});
