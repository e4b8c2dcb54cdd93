import { listCallbackTokens } from "@/lib/core/callback-tokens/list-callback-tokens";
import { json, restRoute } from "@/lib/http/rest-route";
import { askedPart, linkHeader } from "@/lib/rest/shapes";
import { sessionsQuery, siteUserSessionsAnswer, siteUserSessionsJson } from "@/lib/rest/site-user-session";

export const GET = restRoute({
  operation: "listSiteUserSessions",
  summary: "List sign-ins",
  description: "The records behind callback tokens, newest first.",
  credential: "api_token",
  scope: "sessions:read",
  query: sessionsQuery,
  responses: { 200: siteUserSessionsAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, site_user_id, used, sort, ...part }, request }) {
    const filter = { siteId: site_id, siteUserId: site_user_id, used };
    const sessions = await listCallbackTokens(account, filter, sort, askedPart(part));
    return json(siteUserSessionsJson(sessions), 200, linkHeader(request.url, sessions));
  },
});
