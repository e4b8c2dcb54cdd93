import { replaceSealed, type SealedValue, sealedOtherwise } from "@/lib/db/sealed-values";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { sealBytes, unsealBytes } from "@/lib/kernel/secrets";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-columns";

/** So many at once: a batch is short work for the database, and whoever signs in meanwhile waits for a row of it for a moment at most. */
const BATCH = 200;

/** What a run came to: how many values are sealed anew, and how many do not open with any key of the ring and stay as they are. */
export type Resealed = { readonly resealed: number; readonly unreadable: number };

/**
 * Seals whatever another key has sealed with the first of the ring.
 *
 * It may be ended at any moment and begun anew: what is done is known by the key that stands before each value. Nobody is kept
 * waiting, and a value that somebody changes meanwhile is theirs.
 *
 * @param say is told of each column how many were sealed anew so far
 */
export async function reseal(say: (column: string, count: number) => void = () => undefined): Promise<Resealed> {
  const total = { resealed: 0, unreadable: 0 };
  for (const column of SEALED_COLUMNS) {
    const { resealed, unreadable } = await resealColumn(column, (done) => say(`${column.table}.${column.column}`, done));
    total.resealed += resealed;
    total.unreadable += unreadable;
  }
  return total;
}

async function resealColumn(column: SealedColumn, say: (done: number) => void): Promise<Resealed> {
  const keyId = env().keys[0]?.id ?? "";
  const done = { resealed: 0, unreadable: 0 };
  for (let after: readonly string[] | null = null; ; ) {
    const batch: SealedValue[] = await sealedOtherwise(column, keyId, after, BATCH);
    const last = batch.at(-1);
    if (!last) return done;
    const fresh = batch.flatMap((value) => sealedAnew(column, value));
    done.unreadable += batch.length - fresh.length;
    done.resealed += await replaceSealed(column, fresh);
    say(done.resealed);
    after = last.key;
  }
}

function sealedAnew(column: SealedColumn, { key, sealed }: SealedValue) {
  const context = column.context(...key);
  try {
    return [{ key, sealed, fresh: sealBytes(unsealBytes(sealed, context), context) }];
  } catch (error) {
    log.error({ sealed_to: context, detail: String(error) }, "a sealed value does not open");
    return [];
  }
}
