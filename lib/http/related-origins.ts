import { relyingParty } from "@/lib/core/passkeys/relying-party";
import { jsonResponse } from "./json-response";
import { type ContractedRoute, contracted } from "./route";

/**
 * Tells browsers which origins may use the passkeys of this domain (WebAuthn Level 3, related origin requests): they ask the
 * domain that a passkey was made for before they let a page of another one have it.
 */
export const relatedOrigins: ContractedRoute = contracted({ kind: "public", credential: "none", statuses: [200] }, async () =>
  jsonResponse(JSON.stringify({ origins: relyingParty().origins }), 200, { "cache-control": "public, max-age=300" }),
);
