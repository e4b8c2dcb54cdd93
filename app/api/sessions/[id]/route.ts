import { endSession } from "@/lib/core/sessions/end-session";
import { findSession } from "@/lib/core/sessions/find-session";
import { requireSite } from "@/lib/core/sites/require-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { sessionAnswer, sessionJson, sessionParams } from "@/lib/rest/session";
import { messageShape } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "getSession",
  conditional: true,
  summary: "Read a session",
  credential: "api_token",
  scope: "sessions:read",
  params: sessionParams,
  responses: { 200: sessionAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    return json({ session: sessionJson(await findSession(account, params.id)) });
  },
});

export const DELETE = restRoute({
  operation: "endSession",
  summary: "End a session",
  description: "It cannot be renewed any more, and we take its access token no longer. The record stays.",
  credential: "api_token",
  scope: "sessions:write",
  params: sessionParams,
  responses: { 200: messageShape },
  refusals: [400, 404],
  async handle({ account, params }) {
    const { id, siteId } = await findSession(account, params.id);
    await endSession(await requireSite(account, siteId), { id });
    return json({ message: "Session ended" });
  },
});
