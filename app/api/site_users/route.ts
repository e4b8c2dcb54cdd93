import { createSiteUser } from "@/lib/core/site-users/create-site-user";
import { listSiteUsers } from "@/lib/core/site-users/list-site-users";
import { requireSite } from "@/lib/core/sites/require-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { linkHeader } from "@/lib/rest/shapes";
import { newSiteUserBody, siteUserJson, siteUsersJson, siteUsersQuery } from "@/lib/rest/site-user";

export const GET = restRoute({
  credential: "api_token",
  scope: "site_users:read",
  query: siteUsersQuery,
  statuses: [200, 400, 404],
  async handle({ account, query: { page, per_page, site_id, search }, request }) {
    const users = await listSiteUsers(account, { siteId: site_id, search }, { page, perPage: per_page });
    return json(siteUsersJson(users), 200, linkHeader(request.url, users));
  },
});

export const POST = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  body: newSiteUserBody,
  statuses: [201, 400, 404, 422],
  async handle({ account, body }) {
    const site = await requireSite(account, body.site_id);
    return json({ site_user: siteUserJson(await createSiteUser(site, body.site_user)) }, 201);
  },
});
