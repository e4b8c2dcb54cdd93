import { z } from "zod";
import type { Listed } from "@/lib/core/page";
import type { Export } from "@/lib/core/portability/exports/export";
import { idField, idParam, idShape, pagination, paginationShape, partQuery, time, timeShape } from "./shapes";

const count = z.int().min(0);

const exportShape = z
  .strictObject({
    id: idShape,
    site_id: idShape.meta({ examples: [17] }),
    status: z.enum(["pending", "running", "done", "failed"]).meta({ examples: ["done"] }),
    include_secrets: z.boolean().meta({ description: "Whether password hashes and the client secret are in it.", examples: [false] }),
    recipient: z
      .string()
      .nullable()
      .meta({ description: "The public key that the file is encrypted to: of age, or PEM.", examples: [null] }),
    progress: z.strictObject({
      done: count.meta({ description: "Rows.", examples: [9120] }),
      total: count.nullable().meta({ description: "Null until it has begun.", examples: [9120] }),
    }),
    bytes: count.nullable().meta({ examples: [1048576] }),
    sha256: z
      .string()
      .nullable()
      .meta({ description: "Of the file, in hex.", examples: ["9f27d75756bb1b33a2b4c9396f1131dd7cdf21bcc16529c21ae1c0710286b066"] }),
    problem: z
      .string()
      .nullable()
      .meta({ description: "Why it failed, or why its file is gone.", examples: [null] }),
    download_url: z
      .string()
      .nullable()
      .meta({
        description:
          "Where the file is fetched, for a quarter of an hour and without a token; ask again for another. Files are kept for a day.",
        examples: ["https://signin.example/api/exports/4821/download?expires=1767225600&signature=…"],
      }),
    created_at: timeShape,
    finished_at: timeShape.nullable(),
  })
  .meta({ id: "Export" });

export const exportAnswer = z.strictObject({ export: exportShape });

export const exportsAnswer = z.strictObject({ exports: z.array(exportShape), pagination: paginationShape });

/** The file itself. */
export const fileAnswer = z.string().meta({ format: "binary", examples: ["…"] });

/** An export on the wire. */
export function exportJson(given: Export, downloadUrl: string | null): z.output<typeof exportShape> {
  return {
    id: Number(given.id),
    site_id: Number(given.siteId),
    status: given.status,
    include_secrets: given.includeSecrets,
    recipient: given.recipient,
    progress: { done: given.rowsDone, total: given.rowsTotal },
    bytes: given.bytes === null ? null : Number(given.bytes),
    sha256: given.sha256 && Buffer.from(given.sha256).toString("hex"),
    problem: given.problem,
    download_url: downloadUrl,
    created_at: time(given.createdAt),
    finished_at: given.finishedAt && time(given.finishedAt),
  };
}

export const exportsJson = (part: Listed<Export>, urlOf: (row: Export) => string | null): z.output<typeof exportsAnswer> => ({
  exports: part.rows.map((row) => exportJson(row, urlOf(row))),
  pagination: pagination(part),
});

export const exportsQuery = z.object({ site_id: idParam.optional(), ...partQuery(25) });

export const exportParams = z.object({ id: idParam });

export const newExportBody = z.strictObject({
  export: z.strictObject({
    site_id: z
      .unknown()
      .transform((value, context) => {
        const result = idField.safeParse(value);
        if (result.success) return result.data;
        context.addIssue({ code: "custom", message: value === undefined || value === null ? "can't be blank" : "must be an integer" });
        return z.NEVER;
      })
      .meta({ type: "integer", minimum: 1, examples: [17] }),
    include_secrets: z
      .unknown()
      .optional()
      .meta({ type: "boolean", description: "With password hashes and the client secret. Default: without.", examples: [false] }),
    recipient: z
      .unknown()
      .optional()
      .meta({
        type: ["string", "null"],
        description:
          "A public key to encrypt the file to: of age, `age1…`, or of RSA with at least 2048 bits in PEM, `-----BEGIN PUBLIC KEY-----`, also that of a certificate. The file is then an age file, or a CMS message, which `openssl cms -decrypt` opens.",
        examples: [null],
      }),
  }),
});

/** What a download link says. */
export const downloadQuery = z.object({
  expires: z
    .string()
    .regex(/^\d{1,12}$/, "must be a time")
    .transform(Number)
    .meta({ type: "integer", pattern: undefined, examples: [1767225600] }),
  signature: z
    .string()
    .max(100, "is too long")
    .meta({ examples: ["…"] }),
});
