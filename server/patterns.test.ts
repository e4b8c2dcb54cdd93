import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** The product's own sources: no tests, nothing generated. */
const sources = ["app", "lib", "server", "embed/src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.gen\.|(^|\/)(testing|generated)\//.test(file))
    .map((file) => join(folder, file)),
);

/** Where a regular expression may begin. It saves reading most of the files as what they mean. */
const MAY_HOLD_ONE = /(?:[=(,:!&|?[{;>]|return)\s*\/[^/*\s]/;

/** Every regular expression that stands in a source. */
function patternsIn(file: string, text: string): [file: string, pattern: RegExp][] {
  if (!MAY_HOLD_ONE.test(text)) return [];
  const found: [string, RegExp][] = [];
  const look = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push([file, new RegExp(node.text.slice(1, end), node.text.slice(end + 1))]);
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return found;
}

/** Texts on which a pattern that tries again at each place takes the square of their length. */
const TEXTS = ["a", "1", " ", "\n", "-", "@", '"', "\\", "/", "<", "{", "a.", "a,", "a-", "a_", "a=", "a:", " a"].flatMap((part) => {
  const whole = part.repeat(25_000 / part.length);
  return [whole, `${whole}!`];
});
/** Of the processor, not of the clock: a linear pattern needs a hundredth of it, one that is none several times as much. */
const MOST_MS = 100;

/** Those that take long over one of the texts, as they stand in their file. */
function slow(patterns: readonly (readonly [file: string, pattern: RegExp])[]): string[] {
  return patterns.flatMap(([file, pattern]) => {
    const takesLong = TEXTS.some((text) => {
      const before = process.cpuUsage();
      if (pattern.global) text.replace(pattern, "");
      else pattern.test(text);
      pattern.lastIndex = 0;
      return process.cpuUsage(before).user / 1_000 > MOST_MS;
    });
    return takesLong ? [`${file}: ${pattern}`] : [];
  });
}

test("no pattern takes long over a text of 25 kB", () => {
  const patterns = sources.flatMap((file) => patternsIn(file, readFileSync(join(root, file), "utf8")));
  expect(patterns.length).toBeGreaterThan(200);
  expect(slow(patterns)).toEqual([]);
});

test("a pattern that does is found", () => {
  const source = String.raw`export const trimmed = (text: string) => text.replace(/\s+$/, "");`;
  expect(slow(patternsIn("trim.ts", source))).toEqual([String.raw`trim.ts: /\s+$/`]);
});
