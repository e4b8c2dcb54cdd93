import { findImportKeys, findKnownUsers, findTakenIds, type ImportBatch, writeImportBatch } from "@/lib/db/hot/import-users";
import type { SiteContext } from "@/lib/db/resolve";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { sha256 } from "@/lib/kernel/secrets";
import type { Candidate, RefusedRow } from "./check-row";
import { type Known, type Outcome, planBatch, possibleKeys } from "./plan-batch";
import { settlePassword } from "./settle-password";

/** How often a batch is planned anew because somebody signed up with one of its addresses meanwhile. */
const TRIES = 5;

type At = { readonly id: bigint; readonly dryRun: boolean; readonly rowsDone: number; readonly bytesDone: number };

/**
 * Brings a batch of checked rows into the site, all of it or nothing. A dry run goes the same way and writes no user.
 *
 * @returns false when somebody else has taken the import over, or it has ended
 */
export async function importBatch(site: SiteContext, at: At, rows: readonly (Candidate | RefusedRow)[]): Promise<boolean> {
  const now = new Date();
  const refused = rows.flatMap((row): Outcome[] => (isCandidate(row) ? [] : [{ kind: "refuse", row: row.row, messages: row.refused }]));
  for (let tries = 1; ; tries++) {
    const planned = await plan(site, at.id, rows.filter(isCandidate), now);
    const settled = at.dryRun ? planned : await Promise.all(planned.map((outcome) => settlePassword(site.scope, outcome)));
    try {
      return await writeImportBatch(site.scope, batchOf(at, [...settled, ...refused]));
    } catch (error) {
      if (tries === TRIES || !isUniqueViolation(error)) throw error;
    }
  }
}

const isCandidate = (row: Candidate | RefusedRow): row is Candidate => !("refused" in row);

async function plan({ scope }: SiteContext, importId: bigint, candidates: readonly Candidate[], now: Date): Promise<Outcome[]> {
  const [users, takenIds] = await Promise.all([
    findKnownUsers(scope, {
      emails: candidates.flatMap(({ email }) => email?.canonical ?? []),
      externalIds: candidates.flatMap(({ externalId }) => externalId ?? []),
      usernames: candidates.flatMap(({ username }) => username?.canonical ?? []),
      uuids: candidates.flatMap(({ uuid }) => uuid ?? []),
    }),
    findTakenIds(
      scope,
      candidates.flatMap(({ id }) => id ?? []),
    ),
  ]);
  return planBatch(candidates, { users, takenIds, seen: await seenKeys(scope, importId, candidates, users) }, now);
}

/** Of the keys that these rows can have those that earlier rows of the file have used. */
async function seenKeys(
  scope: SiteContext["scope"],
  importId: bigint,
  candidates: readonly Candidate[],
  users: Known["users"],
): Promise<Known["seen"]> {
  const asked = new Map(candidates.flatMap((candidate) => possibleKeys(candidate, users)).map((key) => [hex(sha256(key)), key]));
  const found = await findImportKeys(
    scope,
    importId,
    [...asked.keys()].map((digest) => Buffer.from(digest, "hex")),
  );
  return new Map(found.map(({ key, row }) => [asked.get(hex(key)) ?? "", row]));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

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
