import { z } from "zod";

/** A JSON Schema (2020-12), as zod writes it. */
export type Schema = z.core.JSONSchema.BaseSchema;

/**
 * A shape as JSON Schema, told from the side of what is sent (`input`) or of what is answered (`output`).
 *
 * The trap: zod leaves out examples and default of an input that is transformed, because they may be of the other side. Ours
 * never are.
 */
export function jsonSchema(shape: z.ZodType, side: "input" | "output"): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io: side,
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod;
      if (def.type === "default") jsonSchema.default = def.defaultValue;
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  return schema;
}
