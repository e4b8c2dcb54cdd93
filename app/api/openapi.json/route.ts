import { API_ROUTES } from "@/app/api/routes.gen";
import { openApiRoute } from "@/lib/http/openapi/openapi-route";

/** The API's own description, for programs; /docs/api is made from the same. */
export const GET = openApiRoute(API_ROUTES);
