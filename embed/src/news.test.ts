import { expect, test } from "vitest";
import { newsFrom } from "./news";

const origin = "https://signin.example";
const frame = {} as Window;
const data = { signinFast: "n1", kind: "dismiss" };
const right = { origin, source: frame, data };

test("news of our frame is taken", () => {
  expect(newsFrom(right as MessageEvent, frame, origin, "n1")).toBe(data);
});

test.each<[string, object]>([
  ["another origin", { origin: "https://evil.example" }],
  ["an origin that begins like ours", { origin: "https://signin.example.evil.example" }],
  ["our host on http", { origin: "http://signin.example" }],
  ["no origin", { origin: "null" }],
  ["another window", { source: {} }],
  ["no window", { source: null }],
  ["another nonce", { data: { ...data, signinFast: "n2" } }],
  ["an empty nonce", { data: { ...data, signinFast: "" } }],
  ["no nonce", { data: { kind: "done" } }],
  ["a text", { data: "n1" }],
  ["nothing", { data: null }],
])("not taken: %s", (_, wrong) => {
  expect(newsFrom({ ...right, ...wrong } as MessageEvent, frame, origin, "n1")).toBeNull();
});

test("a frame that is gone says nothing, not even to a message without a window", () => {
  expect(newsFrom({ ...right, source: null } as MessageEvent, null, origin, "n1")).toBeNull();
});
