import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { settings } from "@/lib/kernel/env";

const root = join(import.meta.dirname, "..");

/** Everything that browsers are sent as a file: what Next has built, and the widget. */
const assets = (): [name: string, text: string][] =>
  [".next/static", ".build", "public"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.\w+(\.map)?$/.test(file) && (folder !== ".build" || file === "widget.js"))
      .map((file): [string, string] => [join(folder, file), readFileSync(join(root, folder, file), "latin1")]),
  );

/** Names of settings, and what only the server's own code or its secrets look like. */
const INSIDE = new RegExp(
  [
    ...Object.keys(settings.shape).filter((name) => name.includes("_") && name !== "APP_URL"),
    "-----BEGIN [A-Z ]*PRIVATE",
    "postgres(ql)?://",
    "\\$argon2id\\$",
    "\\b(gma|tkn|pst|rst|vfy|own|opl)_[\\w-]{48}",
    "PrismaClient",
    "createDecipheriv",
    "graphile_worker",
    "sourceMappingURL",
  ].join("|"),
);

const findings = (files: readonly (readonly [name: string, text: string])[]) =>
  files.flatMap(([name, text]) => [
    ...(name.endsWith(".map") ? [`${name} is a source map`] : []),
    ...(INSIDE.exec(text)?.slice(0, 1) ?? []).map((found) => `${name}: ${found}`),
  ]);

test("what browsers are sent holds no source map, no secret and no name of a setting", async () => {
  const files = assets();
  expect(files.length).toBeGreaterThan(20);
  expect(findings(files)).toEqual([]);
  const [script] = files.filter(([name]) => name.startsWith(".next/static/") && name.endsWith(".js"));
  const path = script?.[0].replace(".next/", "/_next/");
  expect([(await fetch(inject("baseUrl") + path)).status, (await fetch(`${inject("baseUrl")}${path}.map`)).status]).toEqual([200, 404]);
});

test("this search sees what should not be there", () => {
  const fine: [string, string] = ["a.js", "export const APP_URL = location.origin"];
  expect(findings([fine, ["b.js.map", "{}"], ["c.js", "process.env.SIGNIN_KEYS"], ["d.js", `x="gma_${"a".repeat(48)}"`]])).toEqual([
    "b.js.map is a source map",
    "c.js: SIGNIN_KEYS",
    `d.js: gma_${"a".repeat(48)}`,
  ]);
});
