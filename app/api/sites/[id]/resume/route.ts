import { resumeSite } from "@/lib/core/sites/resume-site";
import { shownTo } from "@/lib/core/sites/site";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteAnswer, siteJson, siteParams } from "@/lib/rest/site";

export const POST = restRoute({
  operation: "resumeSite",
  summary: "Resume a suspended site",
  description: "Everything is as it was. What whoever runs the installation has suspended stays suspended: 403.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  responses: { 200: siteAnswer },
  refusals: [404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await resumeSite(account, params.id))) });
  },
});
