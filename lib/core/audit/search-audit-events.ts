import { type AuditFilter, type AuditRecord, listAuditEvents } from "@/lib/db/hot/audit-events";
import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";

/** The events of an account or of one site from a place on, newest first, as people page through them. */
export async function searchAuditEvents(
  { scope }: AccountContext | SiteContext,
  { after, ...filter }: AuditFilter & { readonly after?: unknown },
): Promise<Stretch<AuditRecord>> {
  return stretchOf(await listAuditEvents(scope, filter, { after: positionOf(after), skip: 0 }, STRETCH + 1));
}
