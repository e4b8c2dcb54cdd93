import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { isDraining } from "@/lib/kernel/draining";
import { env } from "@/lib/kernel/env";

/**
 * Headers of every answer, whoever gives it, also to what is refused before it is a request. Whoever is asked to stop has its
 * clients go elsewhere with their next request.
 */
export function commonHeaders(requestId: string): Record<string, string> {
  return {
    [REQUEST_ID_HEADER]: requestId,
    "x-content-type-options": "nosniff",
    ...(env().appUrl.startsWith("https:") && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
    ...(isDraining() && { connection: "close" }),
  };
}
