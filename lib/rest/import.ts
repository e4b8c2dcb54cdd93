import { z } from "zod";
import type { Listed } from "@/lib/core/page";
import type { Import, ImportNote } from "@/lib/core/portability/imports/import";
import { flag, idParam, idShape, pagination, paginationShape, partQuery, time, timeShape } from "./shapes";

const count = z.int().min(0);

const noteShape = z.strictObject({
  row: z
    .int()
    .positive()
    .meta({ description: "Counted from 1, without the header.", examples: [17] }),
  messages: z.array(z.string()).meta({ examples: [["Email is invalid"]] }),
});

/** An import on the wire, as one of a list. */
const importShape = z
  .strictObject({
    id: idShape,
    site_id: idShape.meta({ examples: [17] }),
    status: z.enum(["pending", "running", "done", "failed"]).meta({ examples: ["running"] }),
    dry_run: z.boolean().meta({ description: "Whether it only counts.", examples: [false] }),
    format: z
      .string()
      .nullable()
      .meta({ description: "Which system the file is from.", examples: ["auth0"] }),
    file_name: z
      .string()
      .nullable()
      .meta({ examples: ["users.ndjson"] }),
    counts: z.strictObject({
      new: count.meta({ examples: [9120] }),
      update: count.meta({ examples: [12] }),
      skip: count.meta({ description: "Users who are here already, as the file has them.", examples: [300] }),
      refuse: count.meta({ examples: [1] }),
    }),
    progress: z.strictObject({
      rows_done: count.meta({ examples: [9433] }),
      bytes_done: count.meta({ examples: [3145728] }),
      bytes: count.meta({ examples: [8388608] }),
    }),
    problem: z
      .string()
      .nullable()
      .meta({ description: "Why it failed.", examples: [null] }),
    can_run: z.boolean().meta({ description: "Whether it is a dry run whose file can still be imported.", examples: [false] }),
    created_at: timeShape,
    started_at: timeShape.nullable(),
    finished_at: timeShape.nullable().meta({ examples: [null] }),
  })
  .meta({ id: "ImportLine" });

const wholeImportShape = importShape
  .extend({
    errors: z.array(noteShape).meta({ description: "The first hundred refused rows; the report has all of them." }),
    errors_total: count.meta({ examples: [1] }),
    notes: z
      .array(noteShape)
      .meta({ description: "The first hundred rows that came in with something left out or changed.", examples: [[]] }),
  })
  .meta({ id: "Import" });

export const importAnswer = z.strictObject({ import: wholeImportShape });

export const importsAnswer = z.strictObject({ imports: z.array(importShape), pagination: paginationShape });

function importLine(given: Import): z.output<typeof importShape> {
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
  };
}

type Notes = { readonly refused: readonly ImportNote[]; readonly noted: readonly ImportNote[] };

/** An import as it is answered by itself. One that has just begun has nothing to tell yet. */
export function importJson(given: Import, { refused, noted }: Notes = { refused: [], noted: [] }): z.output<typeof wholeImportShape> {
  const note = ({ row, messages }: ImportNote) => ({ row, messages: [...messages] });
  return { ...importLine(given), errors: refused.map(note), errors_total: given.countRefuse, notes: noted.map(note) };
}

export const importsJson = (page: Listed<Import>) => ({ imports: page.rows.map(importLine), pagination: pagination(page) });

export const importsQuery = z.object({
  site_id: idParam.optional().meta({ description: "Only the imports into this site." }),
  ...partQuery(25),
});

export const importParams = z.object({ id: idParam });

const hashNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "must be a positive integer")
  .transform(Number)
  .meta({ type: "integer", minimum: 1 });

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

const short = (max: number) => z.string().max(max, "is too long").optional();

/** What is said about a file whose body follows. */
export const newImportQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam).meta({ type: "integer", minimum: 1, description: "Where the users go." }),
  dry_run: flag.default(false).meta({ description: "Only count. The file is kept for an hour, to be imported with `/run`." }),
  format: short(50).meta({ description: "Whose file it is, should it be taken for another’s." }),
  mapping: mapping.optional().meta({
    description:
      'For CSV and NDJSON whose columns are not found by their names: field to column, as JSON. `{"email":"Contact","metadata.plan":"Plan"}`',
  }),
  file_name: short(255).meta({ description: "What to call the file." }),
  settings: flag.optional().meta({ description: "For a bundle: take over the settings of its site as well." }),
  hash_signer_key: short(1_000).meta({ description: "Firebase: `base64_signer_key` of the hash parameters." }),
  hash_salt_separator: short(100).meta({ description: "Firebase: `base64_salt_separator`." }),
  hash_rounds: hashNumber.default(8).meta({ description: "Firebase: `rounds`." }),
  hash_mem_cost: hashNumber.default(14).meta({ description: "Firebase: `mem_cost`." }),
});

/** The same in the use-case's own names. */
export const newImport = ({ dry_run, file_name, format, mapping, settings, ...hash }: z.output<typeof newImportQuery>) => ({
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
            saltSeparator: hash.hash_salt_separator ?? "",
            rounds: hash.hash_rounds,
            memoryCost: hash.hash_mem_cost,
          },
  },
});

export const reportAnswer = z.string().meta({ examples: ["row,outcome,messages\r\n17,refused,Email is invalid\r\n"] });
