import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { requireSiteOfUser } from "@/lib/core/site-users/require-site-of-user";
import { json, restRoute } from "@/lib/http/rest-route";
import { passkeyJson, passkeysAnswer } from "@/lib/rest/passkey";
import { siteUserParams } from "@/lib/rest/site-user";

export const GET = restRoute({
  operation: "listPasskeysOfSiteUser",
  summary: "List passkeys",
  description: "All that the user has, the oldest first; there are few.",
  credential: "api_token",
  scope: "site_users:read",
  params: siteUserParams,
  responses: { 200: passkeysAnswer },
  refusals: [400, 404],
  async handle({ account, params: { id } }) {
    const passkeys = await listPasskeys(await requireSiteOfUser(account, id), id);
    return json({ passkeys: passkeys.map((passkey) => passkeyJson(id, passkey)) });
  },
});
