import { getSiteUser } from "@/lib/core/site-users/get-site-user";
import { requireSiteOfUser } from "@/lib/core/site-users/require-site-of-user";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUserAnswer, siteUserJson, siteUserParams } from "@/lib/rest/site-user";
import { json, restRoute } from "./rest-route";
import type { Operation } from "./route";

type Action = Pick<Operation, "operation" | "summary" | "description"> & {
  work(site: SiteContext, id: bigint): Promise<void>;
  /** What it may refuse with beside 400 for an impossible id, and 404. */
  refusals?: readonly number[];
};

/** A POST below a user's address that does something to them and answers with what they are then. It takes no body. */
export function siteUserAction({ work, refusals = [], ...told }: Action) {
  return restRoute({
    ...told,
    credential: "api_token",
    scope: "site_users:write",
    params: siteUserParams,
    responses: { 200: siteUserAnswer },
    refusals: [400, 404, ...refusals],
    async handle({ account, params: { id } }) {
      await work(await requireSiteOfUser(account, id), id);
      return json({ site_user: siteUserJson(await getSiteUser(account, id)) });
    },
  });
}
