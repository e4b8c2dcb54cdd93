import { publishedKeys } from "@/lib/core/sessions/signing-keys";
import { siteOfSlug } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { jsonResponse } from "./json-response";
import { restRefusal } from "./rest-route";
import { type ContractedRoute, contracted } from "./route";

/** The same for everybody, and looked at again soon when keys change. */
const HEADERS = { "cache-control": "public, max-age=60", "cross-origin-resource-policy": "cross-origin" };

/**
 * Serves the public keys of a site's tokens (RFC 7517) where backends look that are told no more than its base address.
 *
 * Whichever of its dialects gave a token, and whether or not that still answers.
 */
export const siteKeys: ContractedRoute = contracted(
  { kind: "public", credential: "none", statuses: [200, 403, 404] },
  async (request, context) => {
    try {
      const site = await siteOfSlug(String((await context.params).site).replace(/^@/, ""));
      if (!site) throw new AppError("not_found");
      return jsonResponse(JSON.stringify({ keys: await publishedKeys(site) }), 200, HEADERS);
    } catch (error) {
      return restRefusal(toAppError(error), request);
    }
  },
);
