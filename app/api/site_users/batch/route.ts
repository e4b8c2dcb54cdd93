import { batchSiteUsers } from "@/lib/core/site-users/batch-site-users";
import { requireSite } from "@/lib/core/sites/require-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { batchAnswer, batchBody, batchJson } from "@/lib/rest/site-user-batch";

export const POST = restRoute({
  operation: "batchSiteUsers",
  summary: "Create, change and delete site users",
  description:
    "Up to a thousand operations on the users of one site. Each is done or refused by itself; the answer says what became of each.",
  credential: "api_token",
  scope: "site_users:write",
  body: batchBody,
  maxBodyBytes: 1024 * 1024,
  responses: { 200: batchAnswer },
  refusals: [400, 404, 422],
  async handle({ account, body }) {
    const site = await requireSite(account, body.site_id);
    return json(batchJson(await batchSiteUsers(account, site, body.operations)));
  },
});
