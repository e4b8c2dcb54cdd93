import type { FirebaseProject } from "@/lib/core/passwords/read-firebase-hash";
import type { ImportUser } from "../import-row";
import type { Fields } from "./fields";
import type { SourceRecord } from "./record-reader";

/** What somebody may say about a file. All of it is optional: formats are detected. */
export type ReadOptions = {
  /** The id of a format, for a file that is taken for another. */
  readonly format?: string;
  /** Field -> the file's name for it, for the generic formats: `{ email: "Contact", "metadata.plan": "Plan" }`. */
  readonly mapping?: Readonly<Record<string, string>>;
  /** The password hash parameters of a Firebase project, unless the file has them as `hash_config`. */
  readonly firebaseProject?: FirebaseProject;
};

/** The first rows of a file, to tell whose it is. */
export type Sample = {
  readonly kind: "csv" | "ndjson" | "json";
  readonly records: readonly SourceRecord[];
  /** Every name that a row or the header has. */
  readonly names: ReadonlySet<string>;
  /** What stands beside the list of users, by its name. */
  readonly beside: ReadonlyMap<string, unknown>;
};

/** How one system describes a user. It says nothing about CSV or JSON: the same rows come as either. */
export type ImportFormat = {
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  recognises(sample: Sample): boolean;
  /** One row as a user; what is wrong with it is told to `fields`. */
  readUser(fields: Fields, options: ReadOptions, beside: Sample["beside"]): ImportUser;
};
