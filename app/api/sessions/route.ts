import { listSessions } from "@/lib/core/sessions/list-sessions";
import { json, restRoute } from "@/lib/http/rest-route";
import { sessionsAnswer, sessionsJson, sessionsQuery } from "@/lib/rest/session";
import { askedPart, linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "listSessions",
  summary: "List sessions",
  description: "Those that are over too, newest first.",
  credential: "api_token",
  scope: "sessions:read",
  query: sessionsQuery,
  responses: { 200: sessionsAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, site_user_id, live, sort, ...part }, request }) {
    const sessions = await listSessions(account, { siteId: site_id, siteUserId: site_user_id, live }, sort, askedPart(part));
    return json(sessionsJson(sessions), 200, linkHeader(request.url, sessions));
  },
});
