import { expect, test } from "vitest";
import { sentJson } from "./sent-json";

const labels = { metadata: "Metadata", privateMetadata: "Private metadata" };

function sent(texts: Record<string, string>) {
  const form = new FormData();
  for (const [name, text] of Object.entries(texts)) form.set(name, text);
  return sentJson(form, labels);
}

test("each text is read, an empty one is nothing, and one that was not sent is left out", () => {
  expect(sent({ metadata: ' {"plan": "pro"}\n', privateMetadata: " " })).toEqual({ metadata: { plan: "pro" }, privateMetadata: null });
  expect(sent({ privateMetadata: "[1]" })).toEqual({ privateMetadata: [1] });
  expect(sent({})).toEqual({});
});

test("what is no JSON is refused, each beside its field", () => {
  expect(() => sent({ metadata: "{plan: 1}", privateMetadata: "{" })).toThrow(
    expect.objectContaining({
      code: "invalid",
      issues: [
        { path: "metadata", message: "Metadata is not valid JSON" },
        { path: "privateMetadata", message: "Private metadata is not valid JSON" },
      ],
    }),
  );
});
