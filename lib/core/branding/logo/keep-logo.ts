import type { SiteContext } from "@/lib/db/resolve";
import type { Logo } from "../branding";
import { drawLogo } from "./draw-logo";

/**
 * Draws a picture anew and keeps it among the logos of a site. It stays as long as the branding or its draft names it.
 *
 * @throws AppError `invalid` when it is no picture that can be shown
 */
export async function keepLogo({ db }: Pick<SiteContext, "db">, sent: Uint8Array): Promise<Logo> {
  const { hash, width, height, type, bytes } = await drawLogo(sent);
  await db.siteLogo.createMany({ data: [{ hash, type, width, height, bytes }], skipDuplicates: true });
  return { hash, width, height };
}
