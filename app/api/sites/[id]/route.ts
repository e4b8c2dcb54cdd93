import { deleteSite } from "@/lib/core/sites/delete-site";
import { getSite } from "@/lib/core/sites/get-site";
import { shownTo } from "@/lib/core/sites/site";
import { updateSite } from "@/lib/core/sites/update-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { messageShape } from "@/lib/rest/shapes";
import { readSiteParams, siteAnswer, siteBody, siteJson, siteParams } from "@/lib/rest/site";

export const GET = restRoute({
  operation: "getSite",
  conditional: true,
  summary: "Read a site",
  credential: "api_token",
  scope: "sites:read",
  params: readSiteParams,
  responses: { 200: siteAnswer },
  refusals: [404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await getSite(account, params.id))) });
  },
});

export const PATCH = restRoute({
  operation: "updateSite",
  summary: "Change a site",
  description: "Changes what you name and nothing else. The slug stays what it is.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  body: siteBody,
  responses: { 200: siteAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params, body }) {
    return json({ site: siteJson(shownTo(account, await updateSite(account, params.id, body))) });
  },
});

export const PUT = PATCH;

export const DELETE = restRoute({
  operation: "deleteSite",
  summary: "Delete a site",
  description: "With its users, tokens and mails. For a week it can be brought back.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  responses: { 200: messageShape },
  refusals: [404],
  async handle({ account, params }) {
    await deleteSite(account, params.id);
    return json({ message: "Site deleted" });
  },
});
