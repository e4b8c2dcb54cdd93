import { z } from "zod";

/** Every refusal of the REST API: what its status is called, and what is wrong, in sentences. */
export const refusalShape = z.strictObject({ error: z.string(), messages: z.array(z.string()).min(1) }).meta({ id: "Refusal" });

const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Payload Too Large",
  415: "Unsupported Media Type",
  417: "Expectation Failed",
  421: "Misdirected Request",
  422: "Validation failed",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
};

/** What the status of a refusal is called. */
export const refusalTitle = (status: number): string => TITLES[status] ?? "Internal Server Error";
