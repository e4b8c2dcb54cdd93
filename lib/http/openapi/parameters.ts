import type { z } from "zod";
import type { Schema } from "@/lib/rest/json-schema";
import type { Operation, RouteContract } from "../route";
import type { SchemaCollector } from "./schemas";

/** A part of a path, of a query or of the headers, as OpenAPI tells of it. */
export type ParameterObject = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
};

/** Everything an operation reads beside its body, with the headers that the wrapper reads for it. */
export function parametersOf(
  method: string,
  { operation, credential }: RouteContract & { operation: Operation },
  collector: SchemaCollector,
): ParameterObject[] {
  return [
    ...parametersIn("path", operation.params, collector),
    ...parametersIn("query", operation.query, collector),
    ...(method === "POST" && credential !== "none" && !operation.isUpload ? [IDEMPOTENCY_KEY] : []),
    ...(operation.conditional ? [IF_NONE_MATCH] : []),
  ];
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

function parametersIn(place: ParameterObject["in"], shape: z.ZodType | undefined, { schemaOf }: SchemaCollector): ParameterObject[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape, "input");
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Schema;
    return { name, in: place, required: required.includes(name), ...(description ? { description } : {}), schema };
  });
}
