import type { z } from "zod";
import type { Schema } from "@/lib/rest/json-schema";
import type { Operation, RouteContract } from "../route";
import { refusalRefs } from "./refusals";
import { tagName } from "./resources";
import type { Content, SchemaCollector } from "./schemas";

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
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref: string } | { readonly description: string; readonly content: Content }>>;
};

export type ParameterObject = {
  readonly name: string;
  readonly in: "path" | "query";
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

/** An operation of a resource. */
export function operationObject(
  resource: string,
  { operation, credential, scope, statuses }: RouteContract & { operation: Operation },
  collector: SchemaCollector,
): OperationObject {
  const { params, query, body, isUpload, summary } = operation;
  const description = [operation.description, scope && needs(scope, operation)].filter(Boolean).join("\n\n");
  const parameters = [...parametersIn("path", params, collector), ...parametersIn("query", query, collector)];
  return {
    operationId: operation.operation,
    tags: [tagName(resource)],
    summary,
    ...(description ? { description } : {}),
    ...(scope ? { "x-required-scope": scope } : {}),
    security: SECURITY[credential],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: collector.contentOf(body, "input") } } : {}),
    ...(isUpload ? { requestBody: { required: true, content: ANY_FILE } } : {}),
    responses: { ...successes(operation, collector), ...refusalRefs(statuses) },
  };
}

const needs = (scope: string, { wholeAccount }: Operation) =>
  `An API token needs the scope \`${scope}\`${wholeAccount ? " and must reach the whole account" : ""}.`;

const SUCCESSES: Readonly<Record<string, string>> = { 200: "Done.", 201: "Created.", 202: "Accepted: it is being done." };

const ANY_FILE: Content = { "application/octet-stream": { schema: { type: "string", format: "binary" }, example: "…" } };

const successes = ({ responses, download }: Operation, { contentOf }: SchemaCollector): OperationObject["responses"] =>
  Object.fromEntries(
    Object.entries(responses).map(([status, shape]) => [
      status,
      { description: SUCCESSES[status] ?? "Done.", content: contentOf(shape, "output", download) },
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
