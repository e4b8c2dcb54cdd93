import { beginPasskeySignIn } from "@/lib/core/sign-in/methods/passkey/begin-sign-in";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { siteOfSlug } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { jsonResponse } from "./json-response";
import { senderOf } from "./origin";
import { restRefusal } from "./rest-route";
import { type ContractedRoute, contracted } from "./route";

/**
 * Tells a page of ours what to ask the browser for, so that somebody signs in with a passkey. It takes nothing, and keeps nothing.
 *
 * A page fetches this, and anew while it stays open, because a challenge ends: what the browser answers goes back with a form.
 */
export const beginPasskey: ContractedRoute = contracted(
  { kind: "public", credential: "none", statuses: [200, 403, 404, 422] },
  async (request, context) => {
    try {
      if (senderOf(request) === "foreign") throw new AppError("forbidden_origin");
      const site = await siteOfSlug(String((await context.params).site).replace(/^@/, ""));
      if (!site) throw new AppError("not_found");
      requireMethod(site, "passkey");
      const { userVerification } = settingsOf(site.site.signIn, "passkey");
      return jsonResponse(JSON.stringify(beginPasskeySignIn(site, userVerification)), 200);
    } catch (error) {
      return restRefusal(toAppError(error), request);
    }
  },
);
