import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { expect, test } from "vitest";
import { isRouterState } from "./router-state";

const taken = (header: string) => {
  try {
    return parseAndValidateFlightRouterState(header) !== undefined;
  } catch {
    return false;
  }
};
const page = ["__PAGE__", {}, null, null, 0];
const dynamic = (segment: unknown) => ["", { children: [segment, { children: page }] }, null, null, 16];

test.each<[unknown, boolean]>([
  [["", {}], true],
  [page, true],
  [["", { children: ["dashboard", { children: page }, ["/dashboard", ""], "refetch"] }, null, null, 4], true],
  [["", {}, null, "inside-shared-layout", null, "x"], true],
  [dynamic(["id", "7", "d", null]), true],
  [dynamic(["id", "7", "di(..)(..)", ["new"]]), true],
  [dynamic(["id", "7", "x", null]), false],
  [dynamic(["id", 7, "d", null]), false],
  [dynamic(["id", "7", "d"]), false],
  [dynamic(["id", "7", "d", [1]]), false],
  [dynamic(null), false],
  [[], false],
  [[1], false],
  [[""], false],
  [["", null], false],
  [["", "x"], false],
  [["", { children: null }], false],
  [["", {}, ["/"]], false],
  [["", {}, null, "other"], false],
  [["", {}, null, null, "0"], false],
  [["", {}, null, null, 0, null], false],
  [["", {}, null, null, 0, "x", "y"], false],
  [{}, false],
  [null, false],
  ["x", false],
])("%j is taken as the framework takes it: %s", (state, fit) => {
  for (const header of [JSON.stringify(state), encodeURIComponent(JSON.stringify(state))])
    expect([isRouterState(header), taken(header)]).toEqual([fit, fit]);
});

test.each(["", "garbage", "%", "%ff", "[", '["",{}], ["",{}]'])("%j is none", (header) => {
  expect([isRouterState(header), taken(header)]).toEqual([false, false]);
});

test("one that is deeper than any page is none", () => {
  const deep = `${'["",{"c":'.repeat(1_700)}["",{}]${"}]".repeat(1_700)}`;
  expect(isRouterState(deep)).toBe(false);
});
