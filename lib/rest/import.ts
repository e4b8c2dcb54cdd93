import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { Import, ImportNote } from "@/lib/core/portability/imports/import";
import { flag, idParam, pageQuery, pagination, time } from "./shapes";

/** An import on the wire. `errors` and `notes` are the first hundred rows each; the report has them all. */
export function importJson(given: Import, { refused, noted }: { refused?: readonly ImportNote[]; noted?: readonly ImportNote[] } = {}) {
  return {
    id: Number(given.id),
    site_id: Number(given.siteId),
    status: given.status,
    dry_run: given.dryRun,
    format: given.format,
    file_name: given.fileName,
    counts: { new: given.countNew, update: given.countUpdate, skip: given.countSkip, refuse: given.countRefuse },
    progress: { rows_done: given.rowsDone, bytes_done: Number(given.bytesDone), bytes: Number(given.bytes) },
    problem: given.problem,
    can_run: given.dryRun && given.status === "done" && given.fileId !== null,
    created_at: time(given.createdAt),
    started_at: given.startedAt && time(given.startedAt),
    finished_at: given.finishedAt && time(given.finishedAt),
    ...(refused && { errors: refused.map(noteJson), errors_total: given.countRefuse }),
    ...(noted && { notes: noted.map(noteJson) }),
  };
}

const noteJson = ({ row, messages }: ImportNote) => ({ row, messages });

export const importsJson = (page: Paged<Import>) => ({ imports: page.rows.map((row) => importJson(row)), pagination: pagination(page) });

export const importsQuery = z.object({ site_id: idParam.optional(), ...pageQuery(25) });

export const importParams = z.object({ id: idParam });

const count = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "must be a positive integer")
  .transform(Number);

/** Field -> column, as JSON. */
const mapping = z.string().transform((text, context): Record<string, string> => {
  const parsed = z.record(z.string(), z.string()).safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: "must be a JSON object of texts" });
  return z.NEVER;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is said about a file whose body follows. */
export const newImportQuery = z
  .object({
    site_id: z.string("can't be blank").pipe(idParam),
    dry_run: flag.default(false),
    format: z.string().max(50, "is too long").optional(),
    mapping: mapping.optional(),
    file_name: z.string().max(255, "is too long").optional(),
    settings: flag.optional(),
    hash_signer_key: z.string().max(1_000, "is too long").optional(),
    hash_salt_separator: z.string().max(100, "is too long").default(""),
    hash_rounds: count.default(8),
    hash_mem_cost: count.default(14),
  })
  .transform(({ site_id, dry_run, file_name, format, mapping, settings, ...hash }) => ({
    siteId: site_id,
    dryRun: dry_run,
    fileName: file_name ?? null,
    options: {
      format,
      mapping,
      settings,
      firebaseProject:
        hash.hash_signer_key === undefined
          ? undefined
          : {
              signerKey: hash.hash_signer_key,
              saltSeparator: hash.hash_salt_separator,
              rounds: hash.hash_rounds,
              memoryCost: hash.hash_mem_cost,
            },
    },
  }));
