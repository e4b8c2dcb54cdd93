import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "(signed-in)");
const files = readdirSync(root, { recursive: true, encoding: "utf8" });
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Pages that do not ask who is signed in. A layout is no guard: Next may draw a page without drawing its layout again. */
const openPages = (pages: readonly (readonly [file: string, text: string])[]) =>
  pages.filter(([, text]) => !/await (requireOperator|current[A-Z]\w+)\(/.test(text)).map(([file]) => file);

/** Server actions that are not wrapped, by their names. */
const openActions = (actions: readonly (readonly [file: string, text: string])[]) =>
  actions.flatMap(([file, text]) =>
    text
      .split(/^export /m)
      .slice(1)
      .filter((part) => /^(async function|const)/.test(part) && !/\boperatorAction\(|\bcurrentOperator\(/.test(part))
      .map((part) => `${file}: ${/(?:function|const) (\w+)/.exec(part)?.[1]}`),
  );

/** What shows secrets, takes data along, lets somebody in, or cannot be undone. */
const WANT_RECENT_PROOF = [
  "addPasskeyAction",
  "beginAppAction",
  "beginPasskeyAction",
  "createTokenAction",
  "deleteAccountAction",
  "endOldSecret",
  "exportSite",
  "inviteAction",
  "leaveAction",
  "makeFasteditorKey",
  "regenerateTokenAction",
  "removeAction",
  "removePasskeyAction",
  "removeSite",
  "renewCodesAction",
  "replaceSigningKey",
  "resetFactorAction",
  "revealEndpointSecret",
  "revealSecret",
  "rotateEndpointSecret",
  "rotateSecret",
  "setFactorNeededAction",
  "setUpAppAction",
  "turnOffAction",
];

/** The server actions that want a recent proof, by their names. */
const recentActions = (actions: readonly (readonly [file: string, text: string])[]) =>
  actions.flatMap(([, text]) =>
    text
      .split(/^export /m)
      .filter((part) => /^(async function|const)/.test(part) && part.includes("{ recent: true }"))
      .map((part) => /(?:function|const) (\w+)/.exec(part)?.[1] ?? ""),
  );

const textsOf = (name: RegExp) => files.filter((file) => name.test(file)).map((file) => [file, read(file)] as const);

test("every page and action below (signed-in) asks by itself who is signed in", () => {
  const [pages, actions] = [textsOf(/page\.tsx$/), textsOf(/actions\.ts$/)];
  expect(pages.length).toBeGreaterThan(12);
  expect(actions.length).toBeGreaterThan(10);
  expect(openPages(pages)).toEqual([]);
  // What pages ask instead asks as well.
  expect(openPages(textsOf(/\/current-[\w-]+\.ts$/))).toEqual([]);
  expect(openActions(actions)).toEqual([]);
});

test("every action that gives something away or cannot be undone wants a recent proof", () => {
  expect(recentActions(textsOf(/actions\.ts$/)).toSorted()).toEqual(WANT_RECENT_PROOF);
  const forgotten = "export async function revealAll() {\n  return operatorAction(x);\n}\n";
  expect(recentActions([["actions.ts", forgotten]])).toEqual([]);
});

test("this search finds a page and an action that forgot", () => {
  expect(openPages([["page.tsx", "export default async function Page() { return <p>Hello</p>; }"]])).toEqual(["page.tsx"]);
  const forgotten =
    "export async function deleteAll() { await deleteEverything(); }\nexport async function fine() { return operatorAction(x); }";
  expect(openActions([["actions.ts", forgotten]])).toEqual(["actions.ts: deleteAll"]);
});
