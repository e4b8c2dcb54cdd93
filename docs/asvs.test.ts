import { expect, test } from "vitest";
import { evidenceProblems, evidenceRows, fromRepository } from "@/lib/testing/evidence";

/** The last number of each section of ASVS 5.0.0, and those of its numbers that are of level 3. */
const SECTIONS: Record<string, [last: number, ...level3: number[]]> = {
  "1.1": [2],
  "1.2": [10, 10],
  "1.3": [12, 12],
  "1.4": [3],
  "1.5": [3, 3],
  "2.1": [3],
  "2.2": [3],
  "2.3": [5, 5],
  "2.4": [2, 2],
  "3.2": [3, 3],
  "3.3": [5, 5],
  "3.4": [8, 7, 8],
  "3.5": [8, 6, 7, 8],
  "3.7": [5, 3, 4, 5],
  "4.1": [5, 4, 5],
  "4.2": [5, 2, 3, 4, 5],
  "4.3": [2],
  "4.4": [4],
  "5.1": [1],
  "5.2": [6, 4, 5, 6],
  "5.3": [3, 3],
  "5.4": [3],
  "6.1": [3],
  "6.2": [12],
  "6.3": [8, 5, 6, 7, 8],
  "6.4": [6, 5, 6],
  "6.5": [8, 6, 7, 8],
  "6.6": [4, 4],
  "6.8": [4],
  "7.1": [3],
  "7.2": [4],
  "7.3": [2],
  "7.4": [5],
  "7.5": [3, 3],
  "7.6": [2],
  "8.1": [4, 3, 4],
  "8.2": [4, 4],
  "8.3": [3, 2, 3],
  "8.4": [2, 2],
  "9.1": [3],
  "9.2": [4],
  "10.1": [2],
  "10.2": [3, 3],
  "10.3": [5, 5],
  "10.4": [16, 12, 13, 14, 15, 16],
  "10.5": [5],
  "10.6": [2],
  "10.7": [3],
  "11.1": [4, 3, 4],
  "11.2": [5, 4, 5],
  "11.3": [5, 4, 5],
  "11.4": [4],
  "11.5": [2, 2],
  "11.6": [2, 2],
  "12.1": [5, 4, 5],
  "12.2": [2],
  "12.3": [5, 5],
  "13.1": [4, 2, 3, 4],
  "13.2": [6, 6],
  "13.3": [4, 3, 4],
  "13.4": [7, 6, 7],
  "14.1": [2],
  "14.2": [8, 5, 6, 7, 8],
  "14.3": [3],
  "15.1": [5, 4, 5],
  "15.2": [5, 4, 5],
  "15.3": [7],
  "16.1": [1],
  "16.2": [5],
  "16.3": [4],
  "16.4": [3],
  "16.5": [4, 4],
  "17.1": [2, 2],
  "17.2": [8, 5, 6, 7, 8],
  "17.3": [2],
};
const WANTED = Object.entries(SECTIONS).flatMap(([section, [last, ...level3]]) =>
  Array.from({ length: last }, (_, index) => index + 1).flatMap((number) => (level3.includes(number) ? [] : [`${section}.${number}`])),
);

const ID = /^\d+\.\d+\.\d+$/;
const STATES = ["partly", "open", "not applicable"];
const problems = (text: string, wanted = WANTED) => evidenceProblems(evidenceRows(text, ID), wanted, fromRepository, STATES);
const TEXT = fromRepository("docs/asvs.md") ?? "";

test("asvs.md has each of the 253 requirements of levels 1 and 2 once, with evidence that is there", () => {
  expect(WANTED).toHaveLength(253);
  expect(problems(TEXT)).toEqual([]);
});

test("this gate closes, also on a paragraph that is not there", () => {
  const row = '| 1.1.1, 1.1.2 | Here. | `docs/security-policy.md` "## Limits" | holds |';
  const said = (text: string) => problems(text, ["1.1.1", "1.1.2"]);
  expect(said(row)).toEqual([]);
  expect(said(row.replace(", 1.1.2", ""))).toEqual(["1.1.2 is missing"]);
  expect(said(row.replace("## Limits", "## No limits"))).toEqual(['1.1.1,1.1.2: "## No limits" does not stand in docs/security-policy.md']);
  expect(said(row.replace(/`.*holds/, "| not applicable: it is not used"))).toEqual([]);
  expect(said(row.replace(/`.*holds/, "| not applicable"))).toEqual(["1.1.1,1.1.2: not applicable without a reason"]);
});
