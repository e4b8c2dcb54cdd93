import { deleteCallbackToken } from "@/lib/core/callback-tokens/delete-callback-token";
import { exchangeCallbackToken } from "@/lib/core/callback-tokens/exchange-callback-token";
import { getCallbackToken } from "@/lib/core/callback-tokens/get-callback-token";
import { requireOpenSiteOfToken } from "@/lib/core/callback-tokens/require-open-site-of-token";
import { requireSiteOfToken } from "@/lib/core/callback-tokens/require-site-of-token";
import { json, restRoute } from "@/lib/http/rest-route";
import { messageShape } from "@/lib/rest/shapes";
import {
  exchangeBody,
  exchangedAnswer,
  exchangedJson,
  exchangeParams,
  sessionParams,
  siteUserSessionAnswer,
  siteUserSessionJson,
} from "@/lib/rest/site-user-session";

/** Reads the record; never the user, and nothing is spent. */
export const GET = restRoute({
  operation: "getSiteUserSession",
  conditional: true,
  summary: "Read a sign-in",
  description: "The record, never the user; nothing is spent.",
  credential: "unchecked_api_token",
  scope: "sessions:read",
  params: sessionParams,
  responses: { 200: siteUserSessionAnswer },
  refusals: [404],
  async handle({ credential, params: { id } }) {
    return json({ site_user_session: siteUserSessionJson(await getCallbackToken(credential, id.ref), id.token) });
  },
});

/** The exchange: spends the token and tells who signed in. */
export const POST = restRoute({
  operation: "exchangeCallbackToken",
  replayedForS: 60,
  summary: "Exchange a callback token",
  description: "Spends the token in the path, once, and tells who signed in.",
  credential: "unchecked_api_token_or_client",
  scope: "sessions:write",
  params: exchangeParams,
  body: exchangeBody,
  responses: { 200: exchangedAnswer },
  refusals: [400, 404, 422],
  async handle({ credential, params: { id }, body }) {
    return json(exchangedJson(await exchangeCallbackToken(credential, id, body?.code_verifier), id));
  },
  mayReplay: ({ credential, params: { id } }) => requireOpenSiteOfToken(credential, id),
});

export const DELETE = restRoute({
  operation: "deleteSiteUserSession",
  summary: "Delete a sign-in",
  description: "The record goes; an unused token is void.",
  credential: "api_token",
  scope: "sessions:write",
  params: sessionParams,
  responses: { 200: messageShape },
  refusals: [404],
  async handle({ account, params: { id } }) {
    await deleteCallbackToken(await requireSiteOfToken(account, id.ref), id.ref);
    return json({ message: "Session deleted" });
  },
});
