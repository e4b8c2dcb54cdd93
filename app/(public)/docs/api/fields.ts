import type { ParameterObject } from "@/lib/http/openapi/parameters";
import type { Schema } from "@/lib/http/openapi/schemas";

/** A parameter, or a field of a body, as the reference shows it. */
export type Field = {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "body";
  readonly required: boolean;
  readonly type: string;
  /** What it means and where it ends, in sentences. */
  readonly text: string;
  /** What it can be, where that is a short list. */
  readonly choices: readonly string[];
  /** A value to begin with. */
  readonly example: string;
};

export const parameterField = ({ name, in: place, required, description, schema }: ParameterObject): Field =>
  field(name, place, required, { ...schema, ...(description ? { description } : {}) });

/** The fields of a body, each by its whole name: `site.settings.sign_ups`. What is read only is left out. */
export function fieldsOf({ properties = {}, required = [] }: Schema, within = ""): Field[] {
  return Object.entries(properties).flatMap(([key, part]) => {
    const schema = part as Schema;
    const name = within + key;
    if (schema.readOnly) return [];
    return schema.type === "object" && schema.properties
      ? fieldsOf(schema, `${name}.`)
      : [field(name, "body", required.includes(key), schema)];
  });
}

function field(name: string, place: Field["in"], required: boolean, schema: Schema): Field {
  const choices = schema.enum?.map(String) ?? (schema.type === "boolean" ? ["true", "false"] : []);
  const [first] = (schema.examples ?? []) as unknown[];
  const example = ["string", "number"].includes(typeof first) ? String(first) : "";
  const text = [schema.description, limitsOf(schema)].filter(Boolean).join(" ");
  return { name, in: place, required, type: typeOf(schema), text, choices, example };
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.join(" | ");
  const either = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (either) return [...new Set(either.map(typeOf))].join(" or ");
  if (schema.type === "array") return `list of ${typeOf((schema.items ?? {}) as Schema)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "any");
  return schema.format && schema.format !== "password" ? `${type}, ${schema.format}` : type;
}

/** Where a value ends, and what it is when nobody says. */
function limitsOf({ minLength, maxLength, minimum, maximum, maxItems, default: given }: Schema): string {
  const limits = [
    minLength && maxLength && `${minLength} to ${maxLength.toLocaleString("en")} characters.`,
    !minLength && maxLength && `At most ${maxLength.toLocaleString("en")} characters.`,
    minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `${minimum} to ${maximum}.`,
    maxItems && `At most ${maxItems}.`,
    given !== undefined && `Default: ${String(given)}.`,
  ];
  return limits.filter(Boolean).join(" ");
}
