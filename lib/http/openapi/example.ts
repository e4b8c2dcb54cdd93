import type { Schema } from "@/lib/rest/json-schema";

/**
 * A value that fits a schema, made of the examples that its parts give.
 *
 * @param named the schemas that it may refer to, by name
 * @param sent true for what a caller sends: what is read only is left out
 */
export function exampleOf(schema: Schema, named: Readonly<Record<string, Schema>>, sent: boolean): unknown {
  const inner = (part: unknown) => exampleOf(part as Schema, named, sent);
  if (schema.$ref) return inner(named[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if (schema.examples) return (schema.examples as unknown[])[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return inner(schema.anyOf[0]);
  if (schema.type === "object") {
    const shown = Object.entries(schema.properties ?? {}).filter(([, part]) => !(sent && (part as Schema).readOnly));
    return Object.fromEntries(shown.map(([name, part]) => [name, inner(part)]));
  }
  if (schema.type === "array") return [inner(schema.items ?? {})];
  if (schema.type === "boolean") return true;
  return schema.type === "integer" ? 1 : "…";
}
