import type { SessionHolder } from "@/lib/core/sessions/hosted-session";
import { newId } from "@/lib/kernel/ids";
import type { Tenant } from "./make-tenant";

/** A user in a session of theirs that goes on. */
export async function makeHolder({ context }: Tenant, { id: siteUserId }: { readonly id: bigint }): Promise<SessionHolder> {
  const data = { id: newId(), siteUserId, dialect: "hosted", ip: "192.0.2.1", expiresAt: new Date(Date.now() + 600_000) };
  const { handle } = await context.db.session.create({ data, select: { handle: true } });
  return { siteUserId, session: handle };
}
