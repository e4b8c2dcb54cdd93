import { siteOfExportLink } from "@/lib/db/resolve";
import type { Client } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { ExportLink } from "@/lib/kernel/export-link";
import { recordEvent } from "../../audit/record-event";
import { readFile } from "../files/read-file";
import { encryptedExtension } from "./recipient";

/** The file of an export, to be taken along. */
export type ExportedFile = {
  readonly name: string;
  readonly bytes: number;

  read(): AsyncGenerator<Uint8Array>;
};

/**
 * Opens the file of an export for whoever has a good link to it.
 *
 * @throws AppError `not_found` for a link that is not good, whatever is wrong with it, and when the file is gone
 */
export async function openExport(link: ExportLink, client: Client): Promise<ExportedFile> {
  const site = await siteOfExportLink(link, client);
  const columns = { fileId: true, bytes: true, recipient: true, createdAt: true } as const;
  const row = await site?.db.export.findFirst({ where: { id: link.exportId, status: "done" }, select: columns });
  if (!site || !row || row.fileId === null || row.bytes === null) throw new AppError("not_found");
  const { fileId, bytes, recipient, createdAt } = row;
  await recordEvent(site.db, { type: "export.downloaded", data: { export_id: String(link.exportId) } });
  return {
    name: `${site.site.slug}-${createdAt.toISOString().slice(0, 10)}.zip${recipient === null ? "" : encryptedExtension(recipient)}`,
    bytes: Number(bytes),
    read: () => readFile(site, fileId),
  };
}
