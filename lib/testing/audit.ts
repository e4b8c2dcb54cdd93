import type { EventRow } from "@/lib/db/audit-events";

/** An event for a statement that takes one. */
export const EVENT: EventRow = { type: "test.done", outcome: "success", siteUserId: "of_row", isOwn: true, webhooks: false, data: {} };
