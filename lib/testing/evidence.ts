import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of a table of evidence, as it stands in the document. */
export type EvidenceRow = { readonly ids: readonly string[]; readonly evidence: string; readonly state: string };

/** The text of a file of this repository, or null where there is none. */
export type ReadFile = (path: string) => string | null;

const root = join(import.meta.dirname, "../..");

/** A file of this repository, for `evidenceProblems`. */
export const fromRepository: ReadFile = (path) => {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
};

/** The rows of all tables whose first column holds ids; `id` says how one looks. */
export function evidenceRows(text: string, id: RegExp): EvidenceRow[] {
  return text.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const ids = (cells[1] ?? "").split(/[\s,]+/).filter(Boolean);
    if (cells[0] !== "" || ids.length === 0 || !ids.every((one) => id.test(one))) return [];
    return [{ ids, evidence: cells.at(-3) ?? "", state: cells.at(-2) ?? "" }];
  });
}

/**
 * What is wrong with a document of evidence, a sentence each: an id that is missing, named twice or unknown, a file that is not
 * there, a title that does not stand in its file, a row that claims without naming anything, and one that lacks without a reason.
 *
 * Evidence is a path in backticks, then what is quoted from that file: a test's title whole, of other files any words.
 *
 * @param lacking the states besides `holds`, each with its reason behind a colon
 */
export function evidenceProblems(
  rows: readonly EvidenceRow[],
  wanted: readonly string[],
  read: ReadFile,
  lacking: readonly string[] = ["partly", "open"],
): string[] {
  const named = rows.flatMap(({ ids }) => ids);
  const times = (id: string) => named.filter((one) => one === id).length;
  return [
    ...wanted.filter((id) => times(id) === 0).map((id) => `${id} is missing`),
    ...new Set(named.filter((id) => times(id) > 1).map((id) => `${id} is named twice`)),
    ...named.filter((id) => !wanted.includes(id)).map((id) => `${id} is none of the list`),
    ...rows.flatMap((row) => [...stateProblems(row, lacking), ...quoteProblems(row, read)].map((problem) => `${row.ids}: ${problem}`)),
  ];
}

function stateProblems({ state, evidence }: EvidenceRow, lacking: readonly string[]): string[] {
  const [word = "", ...reason] = state.split(": ");
  const claims = word === "holds" || word === "partly";
  return [
    ...(claims && !evidence.includes("`") ? ["no evidence"] : []),
    ...(word === "holds" ? (reason.length > 0 ? ["a reason where nothing is lacking"] : []) : []),
    ...(lacking.includes(word) && reason.join("").length < 10 ? [`${word} without a reason`] : []),
    ...(word !== "holds" && !lacking.includes(word) ? [`"${state}" is no state`] : []),
  ];
}

function quoteProblems({ evidence }: EvidenceRow, read: ReadFile): string[] {
  const problems: string[] = [];
  let path = "";
  let text: string | null = null;
  for (const [, named, quoted] of evidence.matchAll(/`([^`]+)`|"([^"]+)"/g)) {
    if (named !== undefined) {
      path = named;
      text = read(named);
      if (text === null) problems.push(`there is no ${named}`);
    } else if (quoted !== undefined && text !== null && !stands(quoted, path, text)) {
      problems.push(`"${quoted}" does not stand in ${path}`);
    }
  }
  return problems;
}

/** A test's title has to be a whole text of the file, so that a shorter or an older one is found out. */
const stands = (quoted: string, path: string, text: string) =>
  /\.test\.tsx?$/.test(path) ? [`"${quoted}"`, `\`${quoted}\``].some((title) => text.includes(title)) : text.includes(quoted);
