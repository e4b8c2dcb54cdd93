import type { OpenApiDocument } from "@/lib/http/openapi/document";
import type { OperationObject } from "@/lib/http/openapi/operation";
import type { CodeTab } from "@/lib/ui/code-tabs";
import { type Field, fieldsOf, parameterField } from "./fields";
import { samplesOf } from "./samples";

/** An operation of the API as the reference shows it. */
export type ShownOperation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly paragraphs: readonly string[];
  /** Without a token, with a token, or with a site's own credentials too. */
  readonly access: "open" | "token" | "token or client";
  readonly parameters: readonly Field[];
  readonly body: readonly Field[];
  /** A body to begin with, as JSON. */
  readonly bodyExample: string | null;
  readonly samples: readonly CodeTab[];
  readonly answers: readonly { readonly status: string; readonly example: string }[];
  readonly refusals: readonly { readonly status: string; readonly meaning: string }[];
  /** Everything that a search looks in, in lower case. */
  readonly words: string;
};

/** The operations of one resource. */
export type ShownResource = { readonly name: string; readonly text: string; readonly operations: readonly ShownOperation[] };

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

/** The reference, resource by resource. PUT is left out where PATCH does the same. */
export function shownResources(document: OpenApiDocument): ShownResource[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation || (method === "put" && item.patch)) return [];
      const { tag, shown } = shownOperation(document, method.toUpperCase(), path, operation);
      const twin = method === "patch" && item.put ? ["`PUT` does the same."] : [];
      return [{ tag, shown: { ...shown, paragraphs: [...shown.paragraphs, ...twin] } }];
    }),
  );
  return document.tags.map(({ name, description = "" }) => ({
    name,
    text: description,
    operations: all.filter(({ tag }) => tag === name).map(({ shown }) => shown),
  }));
}

function shownOperation(document: OpenApiDocument, method: string, path: string, operation: OperationObject) {
  const { operationId: id, tags, summary, description = "", security, parameters = [], requestBody, responses } = operation;
  const content = requestBody?.content["application/json"];
  const access = (["open", "token", "token or client"] as const)[security.length] ?? "token";
  const fields = parameters.map(parameterField);
  const body = content ? fieldsOf(content.schema) : [];
  const shown: ShownOperation = {
    id,
    method,
    path,
    summary,
    paragraphs: description.split("\n\n").filter(Boolean),
    access,
    parameters: fields,
    body,
    bodyExample: content ? pretty(content.example) : null,
    samples: samplesOf({
      method,
      url: document.servers[0].url + examplePath(path, parameters),
      access,
      body: content?.example,
      sendsFile: requestBody !== undefined && !content,
      readsText: Object.values(responses).some((response) => "content" in response && !("application/json" in response.content)),
    }),
    answers: Object.entries(responses).flatMap(([status, response]) =>
      "content" in response ? Object.values(response.content).map(({ example }) => ({ status, example: shownAnswer(example) })) : [],
    ),
    refusals: Object.entries(responses).flatMap(([status, response]) =>
      "$ref" in response ? [{ status, meaning: meaningOf(document, response.$ref) }] : [],
    ),
    words: [method, path, id, summary, description, ...tags, ...[...fields, ...body].map(({ name }) => name)].join(" ").toLowerCase(),
  };
  return { tag: tags[0], shown };
}

/** JSON as it is read best, and a file as it is. */
const shownAnswer = (example: unknown) => (typeof example === "string" ? example : pretty(example));

const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const meaningOf = (document: OpenApiDocument, ref: string) => document.components.responses[ref.split("/").at(-1) ?? ""]?.description ?? "";

/** A path with the examples of its parameters in their places, and of what a query must have. */
function examplePath(path: string, parameters: NonNullable<OperationObject["parameters"]>): string {
  const example = (name: string) => {
    const examples = parameters.find((parameter) => parameter.name === name)?.schema.examples;
    return encodeURIComponent(String((examples as unknown[] | undefined)?.[0] ?? "1"));
  };
  const query = parameters.filter(({ in: place, required }) => place === "query" && required);
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => example(name));
  return query.length === 0 ? filled : `${filled}?${query.map(({ name }) => `${name}=${example(name)}`).join("&")}`;
}
