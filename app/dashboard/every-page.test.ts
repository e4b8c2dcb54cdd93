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
  "addEndpoint",
  "addPasskeyAction",
  "addProvider",
  "beginAppAction",
  "beginPasskeyAction",
  "changeEndpoint",
  "changeProvider",
  "createTokenAction",
  "createUser",
  "deleteAccountAction",
  "deleteUser",
  "endOldSecret",
  "exportSite",
  "inviteAction",
  "leaveAction",
  "makeFasteditorKey",
  "regenerateTokenAction",
  "removeAction",
  "removeEndpoint",
  "removePasskeyAction",
  "removeProvider",
  "removeSite",
  "removeUserPasskey",
  "renewCodesAction",
  "replaceSigningKey",
  "resetFactorAction",
  "resetUserSecondFactor",
  "retentionAction",
  "revealEndpointSecret",
  "revealSecret",
  "rotateEndpointSecret",
  "rotateSecret",
  "runImport",
  "saveCallback",
  "saveSettings",
  "saveUserSystem",
  "setFactorNeededAction",
  "setUpAppAction",
  "suspend",
  "turnOffAction",
  "unlinkUserAccount",
  // For another address or password.
  "updateUser",
];

/** What does none of that, each looked at: a new action is in one of the two lists, or this file is red. */
const WANT_NONE = [
  // They are the proof, or ask for one by themselves: the current password.
  "beginProof",
  "changePasswordAction",
  "proveAction",
  // They take away, from whoever got too much; what is gone is made anew.
  "blockUser",
  "endSession",
  "endUserSession",
  "endUserSessions",
  "revokeTokenAction",
  "signOut",
  "withdrawAction",
  // They only look.
  "findSites",
  "lookAtExport",
  "lookAtImport",
  "lookForSignIn",
  // They are changed back as they were changed, and show nothing that the pages do not.
  "bringBack",
  "createSiteAction",
  "discard",
  "keepDraft",
  "publish",
  "renameAction",
  "saveDialects",
  "saveMail",
  "saveProtection",
  "saveSecondFactor",
  "saveSignIn",
  "saveWords",
  "shiftProvider",
  "unblockUser",
  "verifyUser",
  // They send to whom the customer has named already, or to the user or operator themselves.
  "mailMe",
  "mailReset",
  "replayAllFailed",
  "replayOne",
  "testEndpoint",
];

type Source = readonly [file: string, text: string];

/** The server actions of files, with the text of each. */
const actionsOf = (sources: readonly Source[]) =>
  sources.flatMap(([, text]) =>
    text
      .split(/^export /m)
      .slice(1)
      .filter((part) => /^(async function|const|default)/.test(part))
      .map((part) => ({ name: /(?:function|const) (\w+)/.exec(part)?.[1] ?? "", part })),
  );

/** The server actions that want a recent proof, by their names. */
const recentActions = (sources: readonly Source[]) =>
  actionsOf(sources)
    .filter(({ part }) => /\{ recent: true \}|\brequireRecent\(/.test(part))
    .map(({ name }) => name);

/** Whether all that a file exports are server actions. */
const isOfActions = ([, text]: Source) => /^["']use server["']/.test(text);

/** Files with a server action within something else, where no test here would see it. */
const hiddenActions = (sources: readonly Source[]) =>
  sources.filter((source) => /^\s*["']use server["']/m.test(source[1]) && !isOfActions(source)).map(([file]) => file);

const textsOf = (name: RegExp) => files.filter((file) => name.test(file)).map((file) => [file, read(file)] as const);
const signedInActions = () => textsOf(/\.tsx?$/).filter(isOfActions);

test("every page and action below (signed-in) asks by itself who is signed in", () => {
  const [pages, actions] = [textsOf(/page\.tsx$/), signedInActions()];
  expect(pages.length).toBeGreaterThan(12);
  expect(actions.length).toBeGreaterThan(10);
  expect(openPages(pages)).toEqual([]);
  // What pages ask instead asks as well.
  expect(openPages(textsOf(/\/current-[\w-]+\.ts$/))).toEqual([]);
  expect(openActions(actions)).toEqual([]);
});

test("every action that gives something away or cannot be undone wants a recent proof", () => {
  expect(recentActions(signedInActions()).toSorted()).toEqual(WANT_RECENT_PROOF);
  const forgotten = "export async function revealAll() {\n  return operatorAction(x);\n}\n";
  expect(recentActions([["actions.ts", forgotten]])).toEqual([]);
});

test("every other action is known to want none", () => {
  const recent = new Set(WANT_RECENT_PROOF);
  const others = actionsOf(signedInActions()).filter(({ name }) => !recent.has(name));
  expect(others.map(({ name }) => name).toSorted()).toEqual(WANT_NONE.toSorted());
});

test("what strangers may call is wrapped as such, and no action hides in another file", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."))
    .map((file) => [file, readFileSync(join(import.meta.dirname, file), "utf8")] as const);
  const open = actionsOf(sources.filter((source) => isOfActions(source) && !source[0].startsWith("(signed-in)")));
  expect(open.map(({ name }) => name).toSorted()).toEqual([
    "askAction",
    "beginPasskeyAction",
    "beginStepPasskeyAction",
    "bringBackAction",
    "joinAction",
    "passkeyAction",
    "resetAction",
    "secondStepAction",
    "setUpAction",
    "signOutAction",
    "signUpAction",
  ]);
  // Those of an account that is deleted have a wrapper of their own, which asks who brings it back.
  expect(open.filter(({ part }) => !/\b(visitorAction|deletedAccountAction)\(/.test(part))).toEqual([]);
  expect(hiddenActions(sources)).toEqual([]);
  expect(hiddenActions([["page.tsx", 'export default () => {\n  async function save() {\n    "use server";\n  }\n}']])).toEqual([
    "page.tsx",
  ]);
});

test("this search finds a page and an action that forgot", () => {
  expect(openPages([["page.tsx", "export default async function Page() { return <p>Hello</p>; }"]])).toEqual(["page.tsx"]);
  const forgotten =
    "export async function deleteAll() { await deleteEverything(); }\nexport async function fine() { return operatorAction(x); }";
  expect(openActions([["actions.ts", forgotten]])).toEqual(["actions.ts: deleteAll"]);
});
