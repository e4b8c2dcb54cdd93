import { expect, test } from "vitest";
import { evidenceProblems, evidenceRows, fromRepository } from "@/lib/testing/evidence";

/** How many attacks and faults each section has. */
const SECTIONS = { A: 13, B: 8, C: 8, D: 14, E: 14, F: 16, G: 14, H: 16, I: 11, J: 16, K: 7, R: 28 };
const WANTED = Object.entries(SECTIONS).flatMap(([section, count]) => Array.from({ length: count }, (_, index) => section + (index + 1)));

const ID = /^[A-KR]\d+$/;
const TEXT = fromRepository("docs/security.md") ?? "";
const problems = (text: string) => evidenceProblems(evidenceRows(text, ID), WANTED, fromRepository);

test("security.md has each of the 137 attacks and 28 faults once, with evidence that is there", () => {
  expect(WANTED).toHaveLength(137 + 28);
  expect(problems(TEXT)).toEqual([]);
});

const ROW = '| A1 | What holds. | `docs/reference.test.ts` "errors.md lists the error catalogue" | holds |';

test("this gate closes", () => {
  const said = (text: string) => evidenceProblems(evidenceRows(text, ID), ["A1"], fromRepository);
  expect(said(ROW)).toEqual([]);
  expect(said("")).toEqual(["A1 is missing"]);
  expect(said(`${ROW}\n${ROW}`)).toEqual(["A1 is named twice"]);
  expect(said(`${ROW}\n${ROW.replace("A1", "R99")}`)).toEqual(["R99 is none of the list"]);
  expect(said(ROW.replace("reference.test.ts", "gone.test.ts"))).toEqual(["A1: there is no docs/gone.test.ts"]);
  expect(said(ROW.replace(" catalogue", ""))).toEqual(['A1: "errors.md lists the error" does not stand in docs/reference.test.ts']);
  expect(said(ROW.replace(/`.*"/, ""))).toEqual(["A1: no evidence"]);
  expect(said(ROW.replace("holds |", "partly |"))).toEqual(["A1: partly without a reason"]);
  expect(said(ROW.replace("holds |", "open: soon |"))).toEqual(["A1: open without a reason"]);
  expect(said(ROW.replace("holds |", "holds: mostly so |"))).toEqual(["A1: a reason where nothing is lacking"]);
  expect(said(ROW.replace("holds |", "done |"))).toEqual(['A1: "done" is no state']);
});
