import { fieldLabel } from "@/lib/kernel/fields";
import type { ImportHash } from "../import-row";
import { isObject } from "./is-object";
import { parseJson } from "./parse-json";
import { readDate } from "./read-date";
import { recordProblem } from "./record-problem";
import type { SourceRecord } from "./record-reader";
import { withoutSecrets } from "./without-secrets";

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "1"].map((text) => [text, true] as const),
  ...["false", "f", "no", "n", "0"].map((text) => [text, false] as const),
]);

/**
 * Takes the values of one row by name, and knows what is left.
 *
 * So nothing can be forgotten: what no field took is kept under its own name. An empty value is an absent one.
 */
export class Fields {
  readonly #record: SourceRecord;
  readonly #taken = new Set<string>();
  readonly #kept: Record<string, unknown> = {};
  #columns: ReadonlyMap<string, string> | undefined;

  /** `problems` collects what is wrong with the row, as sentences. */
  constructor(
    record: SourceRecord,
    readonly problems: string[] = [],
  ) {
    this.#record = record;
  }

  /** The fields of an object inside the row. */
  inside(record: SourceRecord): Fields {
    return new Fields(record, this.problems);
  }

  /** From here on a field is asked for by the name that a column was given. */
  rename(columns: ReadonlyMap<string, string>): void {
    this.#columns = columns;
  }

  get names(): string[] {
    return Object.keys(this.#record);
  }

  /** The value as the file has it. */
  value(name: string): unknown {
    const column = this.#columns ? this.#columns.get(name) : name;
    if (column === undefined) return undefined;
    this.#taken.add(column);
    return this.#peek(column);
  }

  /** A text without the white space around it. */
  text(name: string): string | undefined {
    return this.exactText(name)?.trim() || undefined;
  }

  /** A text as it stands, for passwords. A number is one too: many ids are. */
  exactText(name: string): string | undefined {
    const value = this.value(name);
    if (typeof value === "string") return value;
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
    return value === undefined ? undefined : this.refuse(`${fieldLabel(name)} must be a text`);
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "boolean") return value;
    const flag = isWritten(value) ? FLAGS.get(String(value).trim().toLowerCase()) : undefined;
    return flag ?? this.refuse(`${fieldLabel(name)} must be true or false`);
  }

  date(name: string): Date | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    return (isWritten(value) ? readDate(String(value)) : null) ?? this.refuse(`${fieldLabel(name)} is not a date`);
  }

  /** An object, or the JSON text of one. */
  object(name: string): Record<string, unknown> | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const object = typeof value === "string" ? parseJson(value) : value;
    if (!isObject(object)) return this.refuse(`${fieldLabel(name)} must be a JSON object`);
    const problem = recordProblem(object);
    return problem === null ? object : this.refuse(problem);
  }

  /** A list of objects, or the JSON text of one. */
  objects(name: string): Record<string, unknown>[] {
    const value = this.value(name);
    const list = typeof value === "string" ? parseJson(value) : (value ?? []);
    const isList = Array.isArray(list) && list.every(isObject);
    const problem = isList ? recordProblem(list) : `${fieldLabel(name)} must be a list of objects`;
    if (problem !== null) this.refuse(problem);
    return isList && problem === null ? list : [];
  }

  /** What to keep of a password hash; a refused one refuses its row. */
  hash(reading: ImportHash | { refused: string }): ImportHash | undefined {
    return "refused" in reading ? this.refuse(`Password hash ${reading.refused}`) : reading;
  }

  refuse(problem: string): undefined {
    this.problems.push(problem);
  }

  /** Keeps what has no place of its own. */
  keep(name: string, value: unknown): void {
    this.#kept[name] = value;
  }

  /** What was kept, and all that no field took. */
  left(): Record<string, unknown> | undefined {
    const untaken = this.names.filter((name) => !this.#taken.has(name)).map((name) => [name, this.#peek(name)] as const);
    const rest = [...untaken, ...Object.entries(this.#kept)].filter(([, value]) => value !== undefined);
    if (rest.length === 0) return undefined;
    const leftOut = new Set<string>();
    const left = withoutSecrets(Object.fromEntries(rest), leftOut) as Record<string, unknown>;
    return leftOut.size > 0 ? { ...left, left_out: [...leftOut] } : left;
  }

  #peek(column: string): unknown {
    const value = Object.hasOwn(this.#record, column) ? this.#record[column] : undefined;
    return isEmpty(value) ? undefined : value;
  }
}

/** SECURITY: `String` of anything else would call a `toString` that the file brings along. */
function isWritten(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}
