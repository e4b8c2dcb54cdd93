/** Every option of every command. */
export const OPTIONS = {
  email: { type: "string" },
  password: { type: "string" },
  name: { type: "string" },
  scopes: { type: "string" },
  site: { type: "string" },
  out: { type: "string" },
  "include-secrets": { type: "boolean" },
  recipient: { type: "string" },
  expires: { type: "string" },
  file: { type: "string" },
  deletions: { type: "string" },
  format: { type: "string" },
  mapping: { type: "string" },
  "dry-run": { type: "boolean" },
  settings: { type: "boolean" },
  json: { type: "boolean" },
} as const;

export type Flags = {
  readonly [Name in Exclude<keyof typeof OPTIONS, "json">]?: (typeof OPTIONS)[Name]["type"] extends "boolean" ? boolean : string;
};

/** What a command answers: one JSON object, or the same as text. `failed` has the process say so by its exit code. */
export type Outcome = { readonly result: object; readonly text: string; readonly failed?: true };

/** A command. */
export type Command = {
  readonly needsDatabase: boolean;
  /** @param word what stands behind the command's own words, where it takes something there */
  run(flags: Flags, word?: string): Promise<Outcome>;
};
