import { writeFile } from "@/lib/core/portability/files/write-file";
import { sealOptions } from "@/lib/core/portability/imports/import-options";
import { newId } from "@/lib/kernel/ids";
import { bytesOf } from "./import-file";
import type { Tenant } from "./make-tenant";

/** A dry run of a site that is done, of a file with one user, to be imported from. */
export async function makeDryRun({ context }: Tenant): Promise<{ readonly id: bigint }> {
  const id = newId();
  const { fileId, bytes } = await writeFile(context, bytesOf("email\njane@example.com\n"));
  const ended = { status: "done", dryRun: true, format: "csv", finishedAt: new Date(), rowsDone: 1, countNew: 1 } as const;
  return context.db.import.create({
    data: { ...ended, id, fileId, bytes: BigInt(bytes), optionsSealed: sealOptions({}, id) },
    select: { id: true },
  });
}
