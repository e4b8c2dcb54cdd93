import { restoreSite } from "@/lib/core/sites/restore-site";
import { shownTo } from "@/lib/core/sites/site";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteJson, siteParams } from "@/lib/rest/site";

/** Brings a deleted site back, for a week after it was deleted. */
export const POST = restRoute({
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  statuses: [200, 404],
  async handle({ account, params }) {
    return json({ site: siteJson(shownTo(account, await restoreSite(account, params.id))) });
  },
});
