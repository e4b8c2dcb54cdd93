import { createSiteUser } from "@/lib/core/site-users/create-site-user";
import { listSiteUsers } from "@/lib/core/site-users/list-site-users";
import { requireSite } from "@/lib/core/sites/require-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { askedPart, linkHeader } from "@/lib/rest/shapes";
import {
  newSiteUserBody,
  siteUserAnswer,
  siteUserFilter,
  siteUserJson,
  siteUsersAnswer,
  siteUsersJson,
  siteUsersQuery,
} from "@/lib/rest/site-user";

export const GET = restRoute({
  operation: "listSiteUsers",
  summary: "List site users",
  description: "The users of one site, or of all your sites; newest first.",
  credential: "api_token",
  scope: "site_users:read",
  query: siteUsersQuery,
  responses: { 200: siteUsersAnswer },
  refusals: [400, 404],
  async handle({ account, query, request }) {
    const users = await listSiteUsers(account, siteUserFilter(query), query.sort, askedPart(query));
    return json(siteUsersJson(users), 200, linkHeader(request.url, users));
  },
});

export const POST = restRoute({
  operation: "createSiteUser",
  summary: "Create a site user",
  description: "No mail goes out. Without a password, the user sets one by “Forgot password”.",
  credential: "api_token",
  scope: "site_users:write",
  body: newSiteUserBody,
  responses: { 201: siteUserAnswer },
  refusals: [400, 404, 422],
  async handle({ account, body }) {
    const site = await requireSite(account, body.site_id);
    return json({ site_user: siteUserJson(await createSiteUser(site, body.site_user)) }, 201);
  },
});
