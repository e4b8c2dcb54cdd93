import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { getSiteUser } from "@/lib/core/site-users/get-site-user";
import { updateSiteUser } from "@/lib/core/site-users/update-site-user";
import { json, restRoute } from "@/lib/http/rest-route";
import { messageShape } from "@/lib/rest/shapes";
import { siteUserAnswer, siteUserBody, siteUserJson, siteUserParams } from "@/lib/rest/site-user";

export const GET = restRoute({
  operation: "getSiteUser",
  conditional: true,
  summary: "Read a site user",
  credential: "api_token",
  scope: "site_users:read",
  params: siteUserParams,
  responses: { 200: siteUserAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    return json({ site_user: siteUserJson(await getSiteUser(account, params.id)) });
  },
});

export const PATCH = restRoute({
  operation: "updateSiteUser",
  summary: "Change a site user",
  description:
    "Changes what you name and nothing else. A new address has to be proved again; a new address or password voids every unused token of the user.",
  credential: "api_token",
  scope: "site_users:write",
  params: siteUserParams,
  body: siteUserBody,
  responses: { 200: siteUserAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params, body }) {
    return json({ site_user: siteUserJson(await updateSiteUser(account, params.id, body.site_user)) });
  },
});

export const PUT = PATCH;

export const DELETE = restRoute({
  operation: "deleteSiteUser",
  summary: "Delete a site user",
  description: "With everything that belongs to them, for good.",
  credential: "api_token",
  scope: "site_users:write",
  params: siteUserParams,
  responses: { 200: messageShape },
  refusals: [400, 404],
  async handle({ account, params }) {
    await deleteSiteUser(account, params.id);
    return json({ message: "Site user deleted" });
  },
});
