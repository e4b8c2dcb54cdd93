import type { SiteContext } from "@/lib/db/resolve";
import type { Passkey } from "./passkey";
import { providerOf } from "./provider";

const columns = { id: true, name: true, aaguid: true, backedUp: true, createdAt: true, lastUsedAt: true } as const;

/** The passkeys of a user, the oldest first. */
export async function listPasskeys({ db }: SiteContext, siteUserId: bigint): Promise<Passkey[]> {
  const rows = await db.passkey.findMany({
    where: { siteUserId },
    select: columns,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ aaguid, ...passkey }) => ({ ...passkey, provider: providerOf(aaguid) }));
}
