import { json, restRoute } from "@/lib/http/rest-route";
import { healthAnswer } from "@/lib/rest/health";

/** 200 as long as this process answers at all; it asks nobody. Who supervises processes ends one that does not. */
export const GET = restRoute({
  operation: "checkLiveness",
  summary: "Check that the process lives",
  description: "200 as long as the process answers, also while the database is away. On any host name, without a token.",
  credential: "none",
  responses: { 200: healthAnswer },
  refusals: [],
  handle: async () => json({ status: "ok" as const }),
});
