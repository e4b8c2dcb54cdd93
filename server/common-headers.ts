import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { env } from "@/lib/kernel/env";

/** Headers of every answer, whoever gives it, also to what is refused before it is a request. */
export function commonHeaders(requestId: string): Record<string, string> {
  const headers = { [REQUEST_ID_HEADER]: requestId, "x-content-type-options": "nosniff" };
  return env().appUrl.startsWith("https:") ? { ...headers, "strict-transport-security": "max-age=63072000; includeSubDomains" } : headers;
}
