import { createSite } from "@/lib/core/sites/create-site";
import { listSites } from "@/lib/core/sites/list-sites";
import { json, restRoute } from "@/lib/http/rest-route";
import { linkHeader } from "@/lib/rest/shapes";
import { siteBody, siteJson, sitesJson, sitesQuery } from "@/lib/rest/site";

export const GET = restRoute({
  credential: "unchecked_api_token",
  scope: "sites:read",
  query: sitesQuery,
  statuses: [200, 400],
  async handle({ credential, query: { page, per_page, ...filter }, request }) {
    const sites = await listSites(credential, filter, { page, perPage: per_page });
    return json(sitesJson(sites), 200, linkHeader(request.url, sites));
  },
});

export const POST = restRoute({
  credential: "api_token",
  scope: "sites:write",
  wholeAccount: true,
  body: siteBody,
  statuses: [201, 400, 422],
  async handle({ account, body }) {
    return json({ site: siteJson(await createSite(account, body)) }, 201);
  },
});
