import { restoreSite } from "@/lib/core/sites/restore-site";
import { shownTo } from "@/lib/core/sites/site";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteAnswer, siteJson, siteParams } from "@/lib/rest/site";

export const POST = restRoute({
  operation: "restoreSite",
  summary: "Bring a deleted site back",
  description: "For a week after it was deleted, with everything in it.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  responses: { 200: siteAnswer },
  refusals: [404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await restoreSite(account, params.id))) });
  },
});
