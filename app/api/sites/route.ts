import { createSite } from "@/lib/core/sites/create-site";
import { listSites } from "@/lib/core/sites/list-sites";
import { json, restRoute } from "@/lib/http/rest-route";
import { askedPart, linkHeader } from "@/lib/rest/shapes";
import { newSiteBody, siteAnswer, siteJson, sitesAnswer, sitesJson, sitesQuery } from "@/lib/rest/site";

export const GET = restRoute({
  operation: "listSites",
  summary: "List sites",
  description: "Your sites, newest first.",
  credential: "unchecked_api_token",
  scope: "sites:read",
  query: sitesQuery,
  responses: { 200: sitesAnswer },
  refusals: [400],
  async handle({ credential, query: { search, slug, deleted, sort, ...part }, request }) {
    const sites = await listSites(credential, { search, slug, deleted }, sort, askedPart(part));
    return json(sitesJson(sites), 200, linkHeader(request.url, sites));
  },
});

export const POST = restRoute({
  operation: "createSite",
  summary: "Create a site",
  description: "With its client ID and client secret. Without a slug, one is made from the name; it is chosen once.",
  credential: "api_token",
  scope: "sites:write",
  wholeAccount: true,
  body: newSiteBody,
  responses: { 201: siteAnswer },
  refusals: [400, 422],
  async handle({ account, body }) {
    return json({ site: siteJson(await createSite(account, body)) }, 201);
  },
});
