import { writeFile } from "@/lib/core/portability/files/write-file";
import { newExportLink } from "@/lib/kernel/export-link";
import { newId } from "@/lib/kernel/ids";
import type { Tenant } from "./make-tenant";

/** An export of a site that is done, whose file says so, and the path of a good link to it. */
export async function makeExport({ context }: Tenant): Promise<{ id: bigint; path: string }> {
  async function* content() {
    yield Buffer.from("a bundle");
  }
  const { fileId, bytes, sha256 } = await writeFile(context, content());
  const data = {
    id: newId(),
    status: "done" as const,
    includeSecrets: false,
    fileId,
    bytes: BigInt(bytes),
    sha256,
    finishedAt: new Date(),
  };
  const { id } = await context.db.export.create({ data, select: { id: true } });
  const { expires, signature } = newExportLink(id);
  return { id, path: `/api/exports/${id}/download?expires=${expires}&signature=${signature}` };
}
