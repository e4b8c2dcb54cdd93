import { API_ROUTES } from "@/app/api/routes.gen";
import { openApiDocument } from "@/lib/http/openapi/document";
import { publicText } from "@/lib/http/public-text";

/** The API's own description, for programs; /docs/api is made from the same. */
export const GET = publicText("application/json", (appUrl) => JSON.stringify(openApiDocument(API_ROUTES, appUrl)));
