import { checkHealth } from "@/lib/core/health";
import { json, restRoute } from "@/lib/http/rest-route";

/** 200 once the database is ready. Answered on any host name, for load balancers. */
export const GET = restRoute({
  credential: "none",
  statuses: [200],
  async handle() {
    await checkHealth();
    return json({ status: "ok" });
  },
});
