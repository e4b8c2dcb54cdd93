import { shownTo } from "@/lib/core/sites/site";
import { suspendSite } from "@/lib/core/sites/suspend-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteAnswer, siteJson, siteParams } from "@/lib/rest/site";

export const POST = restRoute({
  operation: "suspendSite",
  summary: "Suspend a site",
  description: "Nobody signs in, stays signed in or exchanges a token until you resume it; nothing is deleted, and this API goes on.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  responses: { 200: siteAnswer },
  refusals: [404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await suspendSite(account, params.id))) });
  },
});
