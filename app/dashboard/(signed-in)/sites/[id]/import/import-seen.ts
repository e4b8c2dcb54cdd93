import type { ImportWithNotes } from "@/lib/core/portability/imports/get-import";

/** An import as its page shows it. */
export type ImportSeen = {
  readonly id: string;
  readonly status: "pending" | "running" | "done" | "failed";
  readonly dryRun: boolean;
  readonly canRun: boolean;
  readonly counts: { readonly new: number; readonly update: number; readonly skip: number; readonly refuse: number };
  readonly rowsDone: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly problem: string | null;
  /** The first rows that were refused, and those that came in with something left out. */
  readonly refused: readonly { readonly row: number; readonly text: string }[];
  readonly noted: readonly { readonly row: number; readonly text: string }[];
};

const SHOWN = 20;

export function importSeen(found: ImportWithNotes): ImportSeen {
  const told = (notes: ImportWithNotes["refused"]) =>
    notes.slice(0, SHOWN).map(({ row, messages }) => ({ row, text: messages.join(". ") }));
  return {
    id: String(found.id),
    status: found.status,
    dryRun: found.dryRun,
    canRun: found.dryRun && found.status === "done" && found.fileId !== null,
    counts: { new: found.countNew, update: found.countUpdate, skip: found.countSkip, refuse: found.countRefuse },
    rowsDone: found.rowsDone,
    share: found.bytes === 0n ? 1 : Number(found.bytesDone) / Number(found.bytes),
    problem: found.problem,
    refused: told(found.refused),
    noted: told(found.noted),
  };
}
