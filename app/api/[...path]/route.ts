import { restRoute } from "@/lib/http/rest-route";
import { AppError } from "@/lib/kernel/errors";

/** Everything below /api that is no route: the API's own 404, not a page. */
export const GET = restRoute({
  operation: "noSuchAddress",
  summary: "Say that there is nothing",
  credential: "none",
  responses: {},
  refusals: [404],
  async handle() {
    throw new AppError("not_found", { issues: [{ path: "", message: "There is no such address in this API" }] });
  },
});

export const POST = GET;
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
