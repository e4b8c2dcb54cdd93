import { deleteSite } from "@/lib/core/sites/delete-site";
import { getSite } from "@/lib/core/sites/get-site";
import { shownTo } from "@/lib/core/sites/site";
import { updateSite } from "@/lib/core/sites/update-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteBody, siteJson, siteParams } from "@/lib/rest/site";

export const GET = restRoute({
  credential: "api_token",
  scope: "sites:read",
  params: siteParams,
  statuses: [200, 404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await getSite(account, params.id))) });
  },
});

export const PATCH = restRoute({
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  body: siteBody,
  statuses: [200, 400, 404, 422],
  async handle({ account, params, body }) {
    return json({ site: siteJson(shownTo(account, await updateSite(account, params.id, body))) });
  },
});

export const PUT = PATCH;

export const DELETE = restRoute({
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  statuses: [200, 404],
  async handle({ account, params }) {
    await deleteSite(account, params.id);
    return json({ message: "Site deleted" });
  },
});
