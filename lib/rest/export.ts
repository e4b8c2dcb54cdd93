import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { Export } from "@/lib/core/portability/exports/export";
import { idField, idParam, pageQuery, pagination, time } from "./shapes";

/** An export on the wire. */
export function exportJson(given: Export, downloadUrl: string | null) {
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

export const exportsJson = (page: Paged<Export>, urlOf: (row: Export) => string | null) => ({
  exports: page.rows.map((row) => exportJson(row, urlOf(row))),
  pagination: pagination(page),
});

export const exportsQuery = z.object({ site_id: idParam.optional(), ...pageQuery(25) });

export const exportParams = z.object({ id: idParam });

export const newExportBody = z.strictObject({
  export: z
    .strictObject({
      site_id: z.unknown().transform((value, context) => {
        const result = idField.safeParse(value);
        if (result.success) return result.data;
        context.addIssue({ code: "custom", message: value === undefined || value === null ? "can't be blank" : "must be an integer" });
        return z.NEVER;
      }),
      include_secrets: z.unknown().optional(),
      recipient: z.unknown().optional(),
    })
    .transform(({ site_id, include_secrets, recipient }) => ({ siteId: site_id, includeSecrets: include_secrets, recipient })),
});

/** What a download link says. A time far beyond any link's is none. */
export const downloadQuery = z.object({
  expires: z
    .string()
    .regex(/^\d{1,12}$/, "must be a time")
    .transform(Number),
  signature: z.string().max(100, "is too long"),
});
