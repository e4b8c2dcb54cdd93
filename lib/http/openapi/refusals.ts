import type { Schema } from "@/lib/rest/json-schema";
import { refusalShape, refusalTitle } from "@/lib/rest/refusal";
import type { SchemaCollector } from "./schemas";

/** A refusal as OpenAPI tells of it. */
export type RefusalObject = {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly content: { readonly "application/json": { readonly schema: Schema; readonly example: { error: string; messages: string[] } } };
};

/** What each status means, and one thing it may say. */
const MEANINGS: Readonly<Record<number, readonly [meaning: string, message: string]>> = {
  400: ["The body is not JSON, or a parameter is not what it should be.", "The body is not valid JSON"],
  401: ["No credential, or one that is not valid any more.", "Invalid or missing API token"],
  403: [
    "The API token lacks the scope that this needs, or reaches one site only; or the site is suspended.",
    "This API token lacks the scope sites:write",
  ],
  404: ["There is no such record in your account.", "Record not found"],
  409: ["Something else does the same at this moment; try again.", "The first request with this Idempotency-Key is still under way"],
  413: ["The body is too large.", "The body is too large"],
  422: [
    "A field is wrong, the token was used before or is too old, or the Idempotency-Key was used for another request.",
    "Email can't be blank",
  ],
  429: ["Too many requests; Retry-After says when to try again.", "Too many requests; try again later"],
  500: [
    "Something went wrong on our side; the log tells more of the request that is named.",
    "Something went wrong on our side (request KGZq8OhjlKdZ2bHZ)",
  ],
  503: ["Busy or starting; Retry-After says when to try again.", "The service is busy or starting; try again in a moment"],
};

/** Whatever an operation does on purpose, it can meet these. */
const ALWAYS = [500, 503];

const RETRY_AFTER = {
  "Retry-After": { description: "Seconds after which another try makes sense.", schema: { type: "integer" } },
} as const;

/** The refusals among the statuses of an operation, as references. */
export const refusalRefs = (statuses: readonly number[]): Record<string, { $ref: string }> =>
  Object.fromEntries(refusalsAmong(statuses).map((status) => [String(status), { $ref: `#/components/responses/${nameOf(status)}` }]));

/** The refusals among some statuses, each told once. */
export function refusalResponses(statuses: readonly number[], { schemaOf }: SchemaCollector): Record<string, RefusalObject> {
  const schema = schemaOf(refusalShape, "output");
  return Object.fromEntries(
    refusalsAmong(statuses).map((status) => {
      const error = refusalTitle(status);
      const [description, message] = MEANINGS[status] ?? [`${error}.`, error];
      const headers = [409, 429, 503].includes(status) ? { headers: RETRY_AFTER } : {};
      return [
        nameOf(status),
        { description, ...headers, content: { "application/json": { schema, example: { error, messages: [message] } } } },
      ];
    }),
  );
}

const refusalsAmong = (statuses: readonly number[]) =>
  [...new Set([...statuses.filter((status) => status >= 400), ...ALWAYS])].toSorted((a, b) => a - b);

/** The name of a refusal among the components: 422 -> `ValidationFailed`. */
const nameOf = (status: number): string =>
  refusalTitle(status).replaceAll(/(\w?)(\w*)\W*/g, (_, first: string, rest: string) => first.toUpperCase() + rest);
