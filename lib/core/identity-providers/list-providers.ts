import type { SiteContext } from "@/lib/db/resolve";
import { type IdentityProvider, providerColumns, shownProvider } from "./identity-provider";

/** The providers of a site as its customer sees them, from the top of the sign-in page. */
export async function listProviders({ db }: SiteContext): Promise<IdentityProvider[]> {
  const rows = await db.identityProvider.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }], select: providerColumns });
  return rows.map(shownProvider);
}
