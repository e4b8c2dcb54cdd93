import { checkHealth } from "@/lib/core/health/check-health";
import { json, restRoute } from "@/lib/http/rest-route";
import { healthAnswer } from "@/lib/rest/health";

/** 200 once the database is ready. Answered on any host name, for load balancers. */
export const GET = restRoute({
  operation: "checkHealth",
  summary: "Check that the service is ready",
  description: "200 once the database answers. On any host name, without a token.",
  credential: "none",
  responses: { 200: healthAnswer },
  refusals: [],
  async handle() {
    await checkHealth();
    return json({ status: "ok" as const });
  },
});
