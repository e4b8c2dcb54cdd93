import type { SiteContext } from "@/lib/db/resolve";
import type { RunningImport } from "./import";
import { openOptions } from "./import-options";

/** Marks an import as being worked on. Null: it is at its end already, or it is gone. */
export async function takeUpImport({ db }: SiteContext, importId: bigint): Promise<RunningImport | null> {
  const now = new Date();
  const open = { id: importId, status: { in: ["pending" as const, "running" as const] } };
  await db.import.updateMany({ where: { ...open, startedAt: null }, data: { startedAt: now } });
  const [row] = await db.import.updateManyAndReturn({
    where: open,
    data: { status: "running", workedAt: now },
    select: { id: true, dryRun: true, format: true, fileId: true, bytes: true, rowsDone: true, optionsSealed: true },
  });
  if (!row || row.fileId === null) return null;
  const { optionsSealed, ...rest } = row;
  return { ...rest, fileId: row.fileId, bytes: Number(row.bytes), options: openOptions(optionsSealed, importId) };
}
