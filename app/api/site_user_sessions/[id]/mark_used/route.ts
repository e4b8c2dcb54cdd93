import { markUsed } from "@/lib/core/callback-tokens/mark-used";
import { json, restRoute } from "@/lib/http/rest-route";
import { markedUsedJson, sessionParams } from "@/lib/rest/site-user-session";

export const POST = restRoute({
  credential: "unchecked_api_token_or_client",
  scope: "sessions:write",
  params: sessionParams,
  statuses: [200, 404],
  async handle({ credential, params: { id } }) {
    return json(markedUsedJson(await markUsed(credential, id.ref), id.token));
  },
});
