import { rotateFasteditorKey } from "@/lib/core/sites/rotate-fasteditor-key";
import { json, restRoute } from "@/lib/http/rest-route";
import { fasteditorKeyAnswer, siteParams } from "@/lib/rest/site";

export const POST = restRoute({
  operation: "rotateFasteditorKey",
  summary: "Make a key for FastEditor",
  description:
    "What FastEditor sends as X-Api-Key. It is shown this once, and the one before it ends at once. Needs the scope secrets:read as well.",
  credential: "api_token",
  scope: "sites:write",
  params: siteParams,
  responses: { 201: fasteditorKeyAnswer },
  refusals: [404, 409],
  async handle({ account, params }) {
    return json({ api_key: await rotateFasteditorKey(account, params.id) }, 201);
  },
});
