import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { getSiteUser } from "@/lib/core/site-users/get-site-user";
import { updateSiteUser } from "@/lib/core/site-users/update-site-user";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteUserBody, siteUserJson, siteUserParams } from "@/lib/rest/site-user";

export const GET = restRoute({
  credential: "api_token",
  scope: "site_users:read",
  params: siteUserParams,
  statuses: [200, 400, 404],
  async handle({ account, params }) {
    return json({ site_user: siteUserJson(await getSiteUser(account, params.id)) });
  },
});

export const PATCH = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  params: siteUserParams,
  body: siteUserBody,
  statuses: [200, 400, 404, 422],
  async handle({ account, params, body }) {
    return json({ site_user: siteUserJson(await updateSiteUser(account, params.id, body.site_user)) });
  },
});

export const PUT = PATCH;

export const DELETE = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  params: siteUserParams,
  statuses: [200, 400, 404],
  async handle({ account, params }) {
    await deleteSiteUser(account, params.id);
    return json({ message: "Site user deleted" });
  },
});
