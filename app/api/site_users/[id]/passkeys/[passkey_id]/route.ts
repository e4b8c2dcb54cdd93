import { removePasskey } from "@/lib/core/passkeys/remove-passkey";
import { requireSiteOfUser } from "@/lib/core/site-users/require-site-of-user";
import { json, restRoute } from "@/lib/http/rest-route";
import { passkeyParams } from "@/lib/rest/passkey";
import { messageShape } from "@/lib/rest/shapes";

export const DELETE = restRoute({
  operation: "removePasskeyOfSiteUser",
  summary: "Remove a passkey",
  description: "Nobody signs in with it any more, also where it was their only way in. The user is told by mail.",
  credential: "api_token",
  scope: "site_users:write",
  params: passkeyParams,
  responses: { 200: messageShape },
  refusals: [400, 404],
  async handle({ account, params: { id, passkey_id } }) {
    await removePasskey(await requireSiteOfUser(account, id), id, passkey_id, { keepsWayIn: false });
    return json({ message: "Passkey removed" });
  },
});
