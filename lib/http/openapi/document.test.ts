import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { API_SCOPES } from "@/lib/kernel/api-scopes";
import type { Schema } from "@/lib/rest/json-schema";
import { DOCUMENT, judgeAt } from "@/lib/testing/documented";
import { ROUTES } from "@/server/routes.gen";
import type { ContractedRoute } from "../route";
import { exampleOf } from "./example";
import type { Content } from "./schemas";

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

const operations = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
);

/** Every schema in a part of the document that stands for one value, with the way to it. */
function schemasIn(part: Schema, at: string): [at: string, schema: Schema][] {
  const inner = Object.entries(part.properties ?? {}).flatMap(([name, schema]) => schemasIn(schema as Schema, `${at}.${name}`));
  const items = part.items ? schemasIn(part.items as Schema, `${at}[]`) : [];
  return [[at, part], ...inner, ...items];
}

/** Where a reader would not learn what a value is. */
const silent = (schema: Schema, at: string) =>
  schemasIn(schema, at)
    .filter(([, { type, $ref, anyOf, oneOf, readOnly }]) => !type && !$ref && !anyOf && !oneOf && !readOnly)
    .map(([place]) => place);

describe("the document of the API", () => {
  test("is a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(DOCUMENT))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    const broken = { ...structuredClone(DOCUMENT), info: { title: "No version" } };
    expect((await validator.validate(broken)).valid).toBe(false);
  });

  test("names every operation of the API once, and none that does not exist", () => {
    const real = ROUTES.flatMap(([pattern, module]) =>
      Object.entries(module ?? {})
        .filter(([, handler]) => (handler as ContractedRoute).contract.kind === "rest")
        .map(([method]) => `${method} ${pattern.replace(/\[(\w+)\]/g, "{$1}")}`),
    ).filter((name) => !name.includes("[..."));
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(real.toSorted());
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index || !/^[a-z]+([A-Z][a-z]+)*$/.test(id))).toEqual([]);
  });

  test("every parameter of a path is told, and every tag", () => {
    const tags = DOCUMENT.tags.map(({ name }) => name);
    for (const { path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name, required }) => `{${name}}:${required}`)).toEqual(
        (path.match(/\{\w+\}/g) ?? []).map((name) => `${name}:true`),
      );
      expect(tags).toContain(operation.tags[0]);
    }
  });

  test("says of every value that is sent or answered what it is", () => {
    const sent = operations.flatMap(({ method, path, operation: { requestBody, parameters = [] } }) => [
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => silent(schema, `${method} ${path}`)),
      ...parameters.flatMap(({ name, schema }) => silent(schema, `${method} ${path}?${name}`)),
    ]);
    const answered = Object.entries(DOCUMENT.components.schemas).flatMap(([name, schema]) => silent(schema, name));
    expect([...sent, ...answered]).toEqual([]);
    expect(silent({ type: "object", properties: { a: {}, b: { type: "array", items: {} } } }, "x")).toEqual(["x.a", "x.b[]"]);
  });

  test("its examples are what it says", () => {
    const wrong = operations.flatMap(({ method, path, operation: { requestBody, responses } }) => {
      const inContent = (at: string[], content: Content) =>
        Object.entries(content).map(([mediaType, { example }]) => ({ at: [...at, "content", mediaType], example }));
      const answered = Object.entries(responses).flatMap(([status, response]) =>
        "content" in response ? inContent(["responses", status], response.content) : [],
      );
      return [...answered, ...inContent(["requestBody"], requestBody?.content ?? {})]
        .filter(({ at, example }) => !judgeAt("paths", path, method, ...at, "schema")(example))
        .map(({ at }) => `${method} ${path} ${at.join(" ")}`);
    });
    expect(wrong).toEqual([]);
    for (const [name, { content }] of Object.entries(DOCUMENT.components.responses)) {
      expect([name, judgeAt("components", "schemas", "Refusal")(content["application/json"].example)]).toEqual([name, true]);
    }
  });

  test("an API token is asked for wherever one is needed; a site's own credentials will do for its own sign-ins", () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ path }) => path)).toEqual(["/api/exports/{id}/download", "/api/health", "/api/health/live", "/api/health/ready"]);
    const both = operations.filter(({ operation }) => operation.security.length === 2);
    expect(both.map(({ operation }) => operation.operationId)).toEqual(["exchangeCallbackToken", "markSiteUserSessionUsed"]);
  });

  test("what needs a token names its scope, in words too, and can refuse who lacks it", () => {
    for (const { operation } of operations.filter(({ operation: { security } }) => security.length > 0)) {
      const scope = operation["x-required-scope"] ?? "";
      expect([operation.operationId, Object.keys(API_SCOPES)]).toEqual([operation.operationId, expect.arrayContaining([scope])]);
      expect(operation.description).toContain(`the scope \`${scope}\``);
      expect(operation.responses["403"]).toEqual({ $ref: "#/components/responses/Forbidden" });
    }
    expect(DOCUMENT.paths["/api/sites"]?.post?.description).toContain("must reach the whole account");
    expect(DOCUMENT.paths["/api/health"]?.get).not.toHaveProperty("x-required-scope");
  });
});

test("an example is made of what a schema's parts say, without what is read only", () => {
  const schema: Schema = {
    type: "object",
    properties: {
      id: { type: "integer", readOnly: true },
      name: { anyOf: [{ type: "string" }, { type: "null" }] },
      kind: { type: "string", enum: ["a", "b"] },
      tags: { type: "array", items: { $ref: "#/components/schemas/Tag" } },
      done: { type: "boolean" },
      count: { type: "integer" },
      always: { const: "ok" },
    },
  };
  const named: Record<string, Schema> = { Tag: { type: "string", examples: ["new"] } };
  const whole = { id: 1, name: "…", kind: "a", tags: ["new"], done: true, count: 1, always: "ok" };
  expect(exampleOf(schema, named, false)).toEqual(whole);
  const { id: _, ...sent } = whole;
  expect(exampleOf(schema, named, true)).toEqual(sent);
});
