import { invalid } from "@/lib/kernel/errors";
import { type DetectedFile, detectFormat, sampleOf } from "../formats/detect-format";
import { fileKind } from "../formats/file-kind";
import { knownField } from "../formats/known-field";
import { withoutBom } from "../formats/without-bom";
import { withoutSecrets } from "../formats/without-secrets";
import { requireImportFile } from "./require-import-file";

/** One column of a file: what it is taken for, and what stands in it in the first rows. */
export type SeenColumn = { readonly name: string; readonly field: string | null; readonly values: readonly string[] };

/** What can be told of a file before it is imported. Only files of no certain system have columns to choose from. */
export type SeenFile = { readonly format: DetectedFile["format"]; readonly columns: readonly SeenColumn[] };

const SHOWN_ROWS = 5;
const LONGEST_VALUE = 80;
const GENERIC: readonly string[] = ["csv", "ndjson", "json"];

/**
 * Tells by its beginning what a file is, and shows its first rows.
 *
 * SECURITY: no password and no hash is shown, nor what is named like a secret.
 *
 * @throws AppError `invalid` with what was found, when it is none that we read
 */
export async function lookAtFile(head: Buffer): Promise<SeenFile> {
  const detected = detectFormat(head);
  if (!detected) {
    await requireImportFile(head, {});
    throw invalid("file", "File cannot be read");
  }
  const { format, columns } = detected;
  if (!GENERIC.includes(format)) return { format, columns: [] };
  const bytes = withoutBom(head);
  const kind = fileKind(bytes);
  const { records } = kind.kind === "csv" || kind.kind === "ndjson" || kind.kind === "json" ? sampleOf(kind, bytes) : { records: [] };
  const shown = records.slice(0, SHOWN_ROWS);
  return {
    format,
    columns: columns.map((name) => {
      const field = knownField(name) ?? null;
      return { name, field, values: shown.map((record) => (isSecret(name, field) ? "…" : shownValue(record[name]))) };
    }),
  };
}

function isSecret(name: string, field: string | null): boolean {
  return field?.startsWith("password") || Object.keys(withoutSecrets({ [name]: "x" }, new Set()) as object).length === 0;
}

/** SECURITY: what looks like a hash is one, whatever its column is called. */
function shownValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^\$[\w-]+\$|^[\da-f]{32,}$/i.test(text)) return "…";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
