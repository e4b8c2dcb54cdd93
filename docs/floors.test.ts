import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The oldest version of a package that we accept: older ones have a weakness that is known. */
type Floors = Record<string, { readonly at_least: string; readonly because: string }>;
type Lockfile = { readonly packages: Record<string, { readonly version?: string }> };

const readJson = <T>(file: string): T => JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8"));
const floors = readJson<Floors>("floors.json");
const lockfile = readJson<Lockfile>("../package-lock.json");

/** True when `version` is older than `floor`, by their three numbers. */
function isOlder(version: string, floor: string): boolean {
  const [ours, least] = [version, floor].map((text) => text.split(/[.-]/, 3).map(Number)) as [number[], number[]];
  const at = least.findIndex((number, index) => number !== ours[index]);
  return at >= 0 && (ours[at] ?? 0) < (least[at] ?? 0);
}

/** What of a lockfile is below its floor, and floors of what nobody installs. */
function complaints({ packages }: Lockfile, least: Floors): string[] {
  const installed = Object.entries(packages).map(
    ([path, { version = "" }]) => [path.split("node_modules/").at(-1) ?? "", version, path] as const,
  );
  return [
    ...installed.flatMap(([name, version, path]) => {
      const floor = least[name]?.at_least;
      return floor !== undefined && isOlder(version, floor) ? [`${path} ${version} is older than ${floor}: ${least[name]?.because}`] : [];
    }),
    ...Object.keys(least)
      .filter((name) => !installed.some(([one]) => one === name))
      .map((name) => `${name} has a floor, and nobody installs it`),
  ];
}

test("no package of the lockfile is older than its floor", () => {
  expect(complaints(lockfile, floors)).toEqual([]);
  for (const [name, { at_least, because }] of Object.entries(floors)) {
    expect([name, at_least, because]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/), expect.stringMatching(/^.{10,}\.$/)]);
  }
});

test("this gate closes: an older package, also one inside another, and a floor of what nobody installs any more", () => {
  const packages = {
    "": {},
    "node_modules/next": { version: "16.0.6" },
    "node_modules/pg": { version: "8.1.0-beta.1" },
    "node_modules/x/node_modules/jose": { version: "4.9.0" },
    "node_modules/jose": { version: "5.0.0" },
  };
  const floor = (at_least: string) => ({ at_least, because: "Something." });
  expect(complaints({ packages }, { next: floor("16.0.10"), jose: floor("4.15.5"), left: floor("1.0.0") })).toEqual([
    "node_modules/next 16.0.6 is older than 16.0.10: Something.",
    "node_modules/x/node_modules/jose 4.9.0 is older than 4.15.5: Something.",
    "left has a floor, and nobody installs it",
  ]);
  expect(complaints({ packages }, { next: floor("16.0.6"), jose: floor("4.9.0"), pg: floor("8.1.0") })).toEqual([]);
});
