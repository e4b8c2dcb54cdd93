import type { Schema } from "@/lib/rest/json-schema";
import { isOptional } from "../read-json";
import type { Operation, RouteContract } from "../route";
import { type ParameterObject, parametersOf } from "./parameters";
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
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, ResponseObject>>;
};

/** A refusal is told once, and here by reference; a success has its JSON, and 304 has none. */
type ResponseObject = { readonly $ref: string } | (Told & { readonly content: Content }) | Told;

type Told = { readonly description: string; readonly headers?: Readonly<Record<string, HeaderObject>> };

type HeaderObject = { readonly description: string; readonly schema: Schema };

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
  const { body, isUpload, summary } = operation;
  const description = [operation.description, scope && needs(scope, operation)].filter(Boolean).join("\n\n");
  const parameters = parametersOf(method, contract, collector);
  return {
    operationId: operation.operation,
    tags: [tagName(resource)],
    summary,
    ...(description ? { description } : {}),
    ...(scope ? { "x-required-scope": scope } : {}),
    security: SECURITY[credential],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: !isOptional(body), content: collector.contentOf(body, "input") } } : {}),
    ...(isUpload ? { requestBody: { required: true, content: ANY_FILE } } : {}),
    responses: { ...successes(operation, collector), ...refusalRefs(statusesOf(method, contract)) },
  };
}

const needs = (scope: string, { wholeAccount }: Operation) =>
  `An API token needs the scope \`${scope}\`${wholeAccount ? " and must reach the whole account" : ""}.`;

const SUCCESSES: Readonly<Record<string, string>> = { 200: "Done.", 201: "Created.", 202: "Accepted: it is being done." };

const ANY_FILE: Content = { "application/octet-stream": { schema: { type: "string", format: "binary" }, example: "…" } };

const header = (description: string): HeaderObject => ({ description, schema: { type: "string" } });
const LINK = { Link: header("The first, previous, next and last page (RFC 8288).") };
const ETAG = { ETag: header("Changes when the record does. Send it as If-None-Match.") };

function successes({ responses, conditional, download }: Operation, { contentOf }: SchemaCollector): Record<string, ResponseObject> {
  const told = Object.entries(responses).map(([status, shape]) => {
    const content = contentOf(shape, "output", download);
    const isList = "pagination" in (content["application/json"]?.schema.properties ?? {});
    const headers = { ...(isList ? LINK : {}), ...(conditional ? ETAG : {}) };
    return [status, { description: SUCCESSES[status] ?? "Done.", ...(isList || conditional ? { headers } : {}), content }] as const;
  });
  return { ...Object.fromEntries(told), ...(conditional ? { 304: { description: "You have it already.", headers: ETAG } } : {}) };
}
