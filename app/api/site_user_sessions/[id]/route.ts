import { deleteCallbackToken } from "@/lib/core/callback-tokens/delete-callback-token";
import { exchangeCallbackToken } from "@/lib/core/callback-tokens/exchange-callback-token";
import { getCallbackToken } from "@/lib/core/callback-tokens/get-callback-token";
import { requireSiteOfToken } from "@/lib/core/callback-tokens/require-site-of-token";
import { json, restRoute } from "@/lib/http/rest-route";
import { exchangedJson, exchangeParams, sessionParams, siteUserSessionJson } from "@/lib/rest/site-user-session";

/** Reads the record; never the user, and nothing is spent. */
export const GET = restRoute({
  credential: "unchecked_api_token",
  scope: "sessions:read",
  params: sessionParams,
  statuses: [200, 404],
  async handle({ credential, params: { id } }) {
    return json({ site_user_session: siteUserSessionJson(await getCallbackToken(credential, id.ref), id.token) });
  },
});

/** The exchange: spends the token and tells who signed in. */
export const POST = restRoute({
  credential: "unchecked_api_token_or_client",
  scope: "sessions:write",
  params: exchangeParams,
  statuses: [200, 404, 422],
  async handle({ credential, params: { id } }) {
    return json(exchangedJson(await exchangeCallbackToken(credential, id), id));
  },
});

export const DELETE = restRoute({
  credential: "api_token",
  scope: "sessions:write",
  params: sessionParams,
  statuses: [200, 404],
  async handle({ account, params: { id } }) {
    await deleteCallbackToken(await requireSiteOfToken(account, id.ref), id.ref);
    return json({ message: "Session deleted" });
  },
});
