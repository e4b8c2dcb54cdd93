import { setImmediate as breathe } from "node:timers/promises";
import { findImportKeys, findKnownUsers, findTakenIds } from "@/lib/db/hot/import-users";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteScope } from "@/lib/db/scope";
import { sha256 } from "@/lib/kernel/secrets";
import type { Candidate, RefusedRow } from "./check-row";
import type { RunningImport } from "./import";
import { type KnownUsers, knownUsers } from "./known-users";
import { type Outcome, planBatch, possibleKeys } from "./plan-batch";
import { settlePassword } from "./settle-password";

/**
 * Decides what becomes of a batch of checked rows, down to the form their passwords are kept in, and writes nothing.
 *
 * @param before the batch before this one, as long as it is not surely written: whom it names is known from here
 */
export async function settleBatch(
  { scope }: SiteContext,
  { id, dryRun }: Pick<RunningImport, "id" | "dryRun">,
  rows: readonly (Candidate | RefusedRow)[],
  before: readonly Outcome[],
): Promise<Outcome[]> {
  const candidates = rows.filter(isCandidate);
  const [found, takenIds] = await Promise.all([
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
  const users = knownUsers(found);
  const seen = await seenKeys(scope, id, candidates, users);
  for (const outcome of before) if ("keys" in outcome) for (const key of outcome.keys) seen.set(key, outcome.row);
  const planned = planBatch(candidates, { users, takenIds, seen }, new Date());
  const settled = dryRun ? planned : await settlePasswords(scope, planned);
  return [
    ...settled,
    ...rows.flatMap((row) => (isCandidate(row) ? [] : [{ kind: "refuse" as const, row: row.row, messages: row.refused }])),
  ];
}

/** So many passwords are sealed before others have a turn: the process answers requests as well. */
const PASSWORDS_AT_A_STRETCH = 50;

async function settlePasswords(scope: SiteScope, planned: readonly Outcome[]): Promise<Outcome[]> {
  const settled: Outcome[] = [];
  for (let at = 0; at < planned.length; at += PASSWORDS_AT_A_STRETCH) {
    await breathe();
    const stretch = planned.slice(at, at + PASSWORDS_AT_A_STRETCH);
    settled.push(...(await Promise.all(stretch.map((outcome) => settlePassword(scope, outcome)))));
  }
  return settled;
}

const isCandidate = (row: Candidate | RefusedRow): row is Candidate => !("refused" in row);

/** Of the keys that these rows can have those that earlier rows of the file have used. */
async function seenKeys(
  scope: SiteScope,
  importId: bigint,
  candidates: readonly Candidate[],
  users: KnownUsers,
): Promise<Map<string, number>> {
  const asked = [...new Set(candidates.flatMap((candidate) => possibleKeys(candidate, users)))];
  const found = await findImportKeys(
    scope,
    importId,
    asked.map((key) => sha256(key)),
  );
  if (found.length === 0) return new Map();
  const keyOf = new Map(asked.map((key) => [hex(sha256(key)), key]));
  return new Map(found.map(({ key, row }) => [keyOf.get(hex(key)) ?? "", row]));
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
