import { checkReadiness } from "@/lib/core/health/check-readiness";
import { json, restRoute } from "@/lib/http/rest-route";
import { healthAnswer } from "@/lib/rest/health";

/** 200 while this process should be sent requests. For load balancers. */
export const GET = restRoute({
  operation: "checkReadiness",
  summary: "Check that the process may be sent requests",
  description:
    "200 while the database answers within a second, has every migration of this version, its clock is within half a minute of ours, and the process is not about to stop. Otherwise 503, and `messages` name what is amiss: `draining`, `database`, `migrations` or `clock`. On any host name, without a token.",
  credential: "none",
  responses: { 200: healthAnswer },
  refusals: [],
  async handle() {
    await checkReadiness();
    return json({ status: "ok" as const });
  },
});
