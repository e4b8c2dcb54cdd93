import type { TenantDb, TenantDbRoot } from "@/lib/db/tenant-db";
import type { Happened } from "./happened";
import { recordEvent } from "./record-event";

/**
 * Does something and writes it down in the audit log: both, or neither.
 *
 * @param event what happened, or what makes it of the work's answer; null: nothing did
 */
export async function withEvent<Done>(
  db: TenantDbRoot,
  event: Happened | ((done: Done) => Happened | null),
  work: (db: TenantDb) => Promise<Done>,
): Promise<Done> {
  return db.$transaction(async (inside) => {
    const done = await work(inside);
    const told = typeof event === "function" ? event(done) : event;
    if (told) await recordEvent(inside, told);
    return done;
  });
}
