import { getSiteUser } from "@/lib/core/site-users/get-site-user";
import { requireSiteOfUser } from "@/lib/core/site-users/require-site-of-user";
import type { SiteContext } from "@/lib/db/resolve";
import { json, restRoute } from "@/lib/http/rest-route";
import { siteUserJson, siteUserParams } from "@/lib/rest/site-user";

/**
 * A POST below a user's address that does something to them and answers with what they are then. It takes no body.
 *
 * @param statuses what it may answer beside 200, 400 for an impossible id and 404
 */
export function siteUserAction(work: (site: SiteContext, id: bigint) => Promise<void>, statuses: readonly number[] = []) {
  return restRoute({
    credential: "api_token",
    scope: "site_users:write",
    params: siteUserParams,
    statuses: [200, 400, 404, ...statuses],
    async handle({ account, params: { id } }) {
      await work(await requireSiteOfUser(account, id), id);
      return json({ site_user: siteUserJson(await getSiteUser(account, id)) });
    },
  });
}
