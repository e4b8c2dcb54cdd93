import { type AuditFilter, type AuditRecord, countAuditEvents, listAuditEvents as read } from "@/lib/db/hot/audit-events";
import type { Order } from "@/lib/db/position";
import type { AccountContext } from "@/lib/db/resolve";
import { cursorBinding } from "../cursor";
import { type Asked, type Listed, readPart } from "../page";

export type { AuditFilter, AuditRecord } from "@/lib/db/hot/audit-events";

/**
 * The events of an account, those of its deleted sites too. What is somebody else's is nothing here: such a filter finds none.
 *
 * @throws AppError `bad_request` for a cursor that is not valid for this list, and for a page that is too far behind
 */
export function listAuditEvents({ scope }: AccountContext, filter: AuditFilter, order: Order, asked: Asked): Promise<Listed<AuditRecord>> {
  return readPart(asked, cursorBinding(scope.accountId, "audit_events", { ...filter, order }), {
    count: () => countAuditEvents(scope, filter),
    rows: (from, take) => read(scope, filter, from, take, order),
  });
}
