import { type AuditFilter, auditCsv, auditLines } from "@/lib/db/hot/audit-events";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { inSnapshot } from "@/lib/db/snapshot";
import { givingWay } from "../passwords/giving-way";
import { recordEvent } from "./record-event";

/** How many of these an account takes at once. */
const AT_MOST = 2;

/** The files that events are taken along in. */
export const AUDIT_FILES = { csv: auditCsv, ndjson: auditLines } as const;

/**
 * The events of an account or of one site as a file, newest first, as they are at this moment. That somebody took them is an event.
 *
 * As CSV (RFC 4180) what a spreadsheet would take for a formula has an apostrophe in front.
 *
 * @throws AppError `too_many_requests`, before the first byte, when two files are being read already for the account
 */
export async function downloadAuditEvents(
  { scope, db }: AccountContext | SiteContext,
  filter: AuditFilter,
  kind: keyof typeof AUDIT_FILES,
): Promise<AsyncGenerator<Uint8Array>> {
  await recordEvent(db, { type: "audit_log.downloaded", data: { format: kind } });
  return givingWay(inSnapshot(scope, (snapshot) => AUDIT_FILES[kind](snapshot, filter), { atMost: AT_MOST }));
}
