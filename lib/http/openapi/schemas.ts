import type { z } from "zod";
import { jsonSchema, type Schema } from "@/lib/rest/json-schema";
import { exampleOf } from "./example";

export type { Schema };

/** What is sent or answered, by its media type. */
export type Content = { readonly [mediaType: string]: { readonly schema: Schema; readonly example: unknown } };

/** Which side of a shape is told: what is sent, or what is answered. */
type Side = "input" | "output";

/** Turns zod's shapes into schemas, and keeps those that have a name. */
export type SchemaCollector = {
  /** The schemas met so far that have an `id` in their meta. They are told once; where they are used, there is a reference. */
  readonly schemas: Record<string, Schema>;
  schemaOf(shape: z.ZodType, side: Side): Schema;
  contentOf(shape: z.ZodType, side: Side, mediaType?: string): Content;
};

export function schemaCollector(): SchemaCollector {
  const schemas: Record<string, Schema> = {};
  const schemaOf = (shape: z.ZodType, side: Side): Schema => {
    const { $defs = {}, ...schema } = asComponents(jsonSchema(shape, side));
    const { id, ...named } = schema;
    Object.assign(schemas, $defs);
    if (typeof id !== "string") return schema;
    schemas[id] = named;
    return { $ref: `#/components/schemas/${id}` };
  };
  return {
    schemas,
    schemaOf,
    contentOf(shape, side, mediaType = "application/json") {
      const schema = schemaOf(shape, side);
      return { [mediaType]: { schema, example: exampleOf(schema, schemas, side === "input") } };
    },
  };
}

/** The same schema with its references as they are written in an OpenAPI document. */
const asComponents = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), (key, value) =>
    key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", "#/components/schemas/") : value,
  ) as Schema;
