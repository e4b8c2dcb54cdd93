import { type OpenApiDocument, openApiDocument } from "@/lib/http/openapi/document";
import { env } from "@/lib/kernel/env";
import { API_ROUTES } from "./routes.gen";

let made: OpenApiDocument | undefined;

/** The document of this product's API. Made once: it never changes while the process runs. */
export function apiDocument(): OpenApiDocument {
  made ??= openApiDocument(API_ROUTES, env().appUrl);
  return made;
}
