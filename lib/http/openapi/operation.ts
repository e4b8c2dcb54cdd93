import type { z } from "zod";
import type { Schema } from "@/lib/rest/json-schema";
import type { Operation, RouteContract } from "../route";
import { refusalRefs } from "./refusals";
import { tagName } from "./resources";
import type { JsonContent, SchemaCollector } from "./schemas";

/** One operation as OpenAPI tells of it. */
export type OperationObject = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** What an API token must have been granted. */
  readonly "x-required-scope"?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: true; readonly content: JsonContent };
  readonly responses: Readonly<
    Record<
      string,
      { readonly $ref: string } | { readonly description: string; readonly content: JsonContent } | { readonly description: string }
    >
  >;
};

export type ParameterObject = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
};

/** What may be shown, by a route's credential: one of these. */
const SECURITY = {
  none: [],
  api_token: [{ api_token: [] }],
  api_token_or_client: [{ api_token: [] }, { client: [] }],
} as const satisfies Record<RouteContract["credential"], OperationObject["security"]>;

/** What an operation answers with, together with what the wrapper adds for its method. */
export const statusesOf = (method: string, { credential, statuses }: RouteContract): readonly number[] =>
  method === "POST" && credential !== "none" ? [...statuses, 400, 409, 422] : statuses;

/** An operation of a resource. */
export function operationObject(
  resource: string,
  method: string,
  contract: RouteContract & { operation: Operation },
  collector: SchemaCollector,
): OperationObject {
  const { operation, credential, scope } = contract;
  const { params, query, body, responses, summary } = operation;
  const description = [operation.description, scope && needs(scope, operation)].filter(Boolean).join("\n\n");
  const parameters = [
    ...parametersIn("path", params, collector),
    ...parametersIn("query", query, collector),
    ...(method === "POST" && credential !== "none" ? [IDEMPOTENCY_KEY] : []),
    ...(operation.conditional ? [IF_NONE_MATCH] : []),
  ];
  return {
    operationId: operation.operation,
    tags: [tagName(resource)],
    summary,
    ...(description ? { description } : {}),
    ...(scope ? { "x-required-scope": scope } : {}),
    security: SECURITY[credential],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: collector.contentOf(body, "input") } } : {}),
    responses: {
      ...successes(responses, collector),
      ...(operation.conditional ? { 304: { description: "You have it already." } } : {}),
      ...refusalRefs(statusesOf(method, contract)),
    },
  };
}

const IDEMPOTENCY_KEY: ParameterObject = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "A text of your own that names this request. Sent again within a day, it gets the first answer, and nothing is done twice; with another request it is refused.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
};

const IF_NONE_MATCH: ParameterObject = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The ETag of the answer that you have. While it is still right, the answer is 304 without a body.",
  schema: { type: "string" },
};

const needs = (scope: string, { wholeAccount }: Operation) =>
  `An API token needs the scope \`${scope}\`${wholeAccount ? " and must reach the whole account" : ""}.`;

const SUCCESSES: Readonly<Record<string, string>> = { 200: "Done.", 201: "Created.", 202: "Accepted: it is being done." };

const successes = (responses: Operation["responses"], { contentOf }: SchemaCollector): OperationObject["responses"] =>
  Object.fromEntries(
    Object.entries(responses).map(([status, shape]) => [
      status,
      { description: SUCCESSES[status] ?? "Done.", content: contentOf(shape, "output") },
    ]),
  );

function parametersIn(place: ParameterObject["in"], shape: z.ZodType | undefined, { schemaOf }: SchemaCollector): ParameterObject[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape, "input");
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Schema;
    return { name, in: place, required: required.includes(name), ...(description ? { description } : {}), schema };
  });
}
