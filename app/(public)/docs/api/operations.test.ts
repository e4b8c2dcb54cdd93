import { describe, expect, test } from "vitest";
import type { OpenApiDocument } from "@/lib/http/openapi/document";
import { DOCUMENT } from "@/lib/testing/documented";
import { fieldsOf } from "./fields";
import { shownResources } from "./operations";

const shown = shownResources(DOCUMENT).flatMap(({ operations }) => operations);
const byId = (id: string) => shown.find((operation) => operation.id === id);

describe("the reference", () => {
  test("shows every operation of the document once, but for a PUT that is a PATCH", () => {
    const told = Object.values(DOCUMENT.paths as OpenApiDocument["paths"]).flatMap(({ put, patch, ...rest }) =>
      [...Object.values(rest), patch, patch ? undefined : put].flatMap((operation) => operation?.operationId ?? []),
    );
    expect(shown.map(({ id }) => id).toSorted()).toEqual(told.toSorted());
    expect(byId("updateSite")?.paragraphs).toContain("`PUT` does the same.");
  });

  test("names each field of a body whole, with what it is and where it ends", () => {
    expect(byId("createSite")?.body.filter(({ name }) => /\.(name|slug|email_verification)$/.test(name))).toEqual([
      { name: "site.name", in: "body", required: true, type: "string", text: "1 to 100 characters.", choices: [], example: "My App" },
      {
        name: "site.slug",
        in: "body",
        required: false,
        type: "string",
        text: "Chosen once; without it, one is made from the name. 2 to 63 characters.",
        choices: [],
        example: "my-app",
      },
      {
        name: "site.settings.email_verification",
        in: "body",
        required: false,
        type: "off | optional | required",
        text: "Whether an address has to be proved.",
        choices: ["off", "optional", "required"],
        example: "",
      },
    ]);
    expect(byId("updateSite")?.body.some(({ required }) => required)).toBe(false);
  });

  test("leaves out what is read only, and says lists, formats, bounds and defaults", () => {
    const fields = fieldsOf({
      type: "object",
      required: ["at"],
      properties: {
        id: { type: "integer", readOnly: true },
        at: { type: "string", format: "date-time" },
        origins: { type: "array", items: { type: "string", format: "uri" }, maxItems: 50 },
        count: { type: "integer", minimum: 1, maximum: 10, default: 2 },
        on: { type: "boolean" },
        steps: { type: "array", items: { anyOf: [{ type: "object" }, { type: "object" }] }, examples: [[{ a: 1 }]] },
      },
    });
    expect(fields.map(({ name, type, required, text, choices }) => [name, type, required, text, choices])).toEqual([
      ["at", "string, date-time", true, "", []],
      ["origins", "list of string, uri", false, "At most 50.", []],
      ["count", "integer", false, "1 to 10. Default: 2.", []],
      ["on", "boolean", false, "", ["true", "false"]],
      ["steps", "list of object", false, "", []],
    ]);
  });

  test("is searched by path, words of a sentence and names of fields", () => {
    expect(byId("exchangeCallbackToken")?.words).toContain("/api/site_user_sessions/{id}");
    expect(byId("exchangeCallbackToken")?.words).toContain("spends the token");
    expect(byId("createSite")?.words).toContain("site.success_uri");
  });
});
