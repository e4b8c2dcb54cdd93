import { z } from "zod";
import type { WholeAccountContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { withEvent } from "./with-event";

/** For how many days people may have their events kept; or for ever. */
export const RETENTION_DAYS = { least: 30, most: 3_650 } as const;

/** The rule of that, for every wire. */
export const retentionDays = z
  .int("must be a number of days")
  .min(RETENTION_DAYS.least, `must be at least ${RETENTION_DAYS.least}`)
  .max(RETENTION_DAYS.most, `must be at most ${RETENTION_DAYS.most}`)
  .nullable()
  .meta({ type: ["integer", "null"], minimum: RETENTION_DAYS.least, maximum: RETENTION_DAYS.most, examples: [365] });

const shape = z.object({ days: retentionDays });

/** For how many days an account keeps its events; null: for ever. */
export async function auditRetention({ db }: WholeAccountContext): Promise<number | null> {
  return (await db.account.findFirstOrThrow({ select: { auditDays: true } })).auditDays;
}

/**
 * Sets for how many days an account keeps its events. What is older goes within the hour.
 *
 * @throws AppError `invalid`
 */
export async function setAuditRetention({ db, scope }: WholeAccountContext, input: { days?: unknown }): Promise<void> {
  const { days } = checkFields(shape, input);
  await withEvent(db, { type: "audit_log.retention_changed", data: { days } }, (inside) =>
    inside.account.updateMany({ where: { id: scope.accountId }, data: { auditDays: days } }),
  );
}
