import { isUtf8 } from "node:buffer";
import { isObject } from "./is-object";
import { parseJson } from "./parse-json";
import { recordProblem } from "./record-problem";
import { NOT_UTF8, type SourceRow } from "./record-reader";
import { ROW_TOO_LARGE } from "./row-bytes";

/**
 * Reads the bytes of one row that has to be a JSON object. Null stands for a row that is too large.
 *
 * Of two keys with one name the last counts, and a `__proto__` is a key like any other: `JSON.parse` makes it the object's
 * own.
 */
export function readJsonRow(bytes: Buffer | null): SourceRow {
  if (!bytes) return { problem: ROW_TOO_LARGE };
  if (!isUtf8(bytes)) return { problem: NOT_UTF8 };
  const value = parseJson(bytes.toString());
  if (value === undefined) return { problem: "Row is not valid JSON" };
  if (!isObject(value)) return { problem: "Row is not a JSON object" };
  const problem = recordProblem(value);
  return problem ? { problem } : { record: value };
}
