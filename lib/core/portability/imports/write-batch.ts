import { type ImportBatch, writeImportBatch } from "@/lib/db/hot/import-users";
import type { SiteContext } from "@/lib/db/resolve";
import { isContended, isUniqueViolation } from "@/lib/kernel/faults";
import { sha256 } from "@/lib/kernel/secrets";
import type { Candidate, RefusedRow } from "./check-row";
import type { Outcome } from "./plan-batch";
import { settleBatch } from "./settle-batch";

/** How often a batch is planned anew because somebody signed up with one of its addresses meanwhile, or changed the same users in another order. */
const TRIES = 5;

type At = { readonly id: bigint; readonly dryRun: boolean; readonly rowsDone: number; readonly bytesDone: number };

/**
 * Brings a settled batch of rows into the site, all of it or nothing. A dry run goes the same way and writes no user.
 *
 * @returns the outcomes as they are written: others than those given when somebody took an address, a username or an id in
 *   between. Null when somebody else has taken the import over, or it has ended
 */
export async function writeBatch(
  site: SiteContext,
  at: At,
  rows: readonly (Candidate | RefusedRow)[],
  settled: readonly Outcome[],
): Promise<readonly Outcome[] | null> {
  let outcomes = settled;
  for (let tries = 1; ; tries++) {
    try {
      return (await writeImportBatch(site.scope, batchOf(at, outcomes))) ? outcomes : null;
    } catch (error) {
      if (tries === TRIES || !(isUniqueViolation(error) || isContended(error))) throw error;
    }
    outcomes = await settleBatch(site, at, rows, []);
  }
}

function batchOf({ id, dryRun, rowsDone, bytesDone }: At, outcomes: readonly Outcome[]): ImportBatch {
  const of = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind);
  const writes = (kind: "new" | "update") => (dryRun ? [] : of(kind).flatMap((outcome) => ("write" in outcome ? [outcome.write] : [])));
  return {
    importId: id,
    rowsBefore: rowsDone,
    rowsDone: rowsDone + outcomes.length,
    bytesDone,
    counts: { new: of("new").length, update: of("update").length, skip: of("skip").length, refuse: of("refuse").length },
    created: writes("new"),
    changed: writes("update"),
    notes: outcomes
      .filter(({ kind, messages }) => kind === "refuse" || messages.length > 0)
      .map(({ row, kind, messages }) => ({ row, refused: kind === "refuse", messages })),
    keys: outcomes.flatMap((outcome) => ("keys" in outcome ? outcome.keys.map((key) => ({ key: sha256(key), row: outcome.row })) : [])),
  };
}
