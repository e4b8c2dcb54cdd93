import type { SiteContext } from "@/lib/db/resolve";

/** A picture as it is sent. */
export type LogoFile = { readonly type: string; readonly bytes: Uint8Array };

/** A logo of a site by its hash, published or not; null: there is none. */
export async function findLogo({ db }: Pick<SiteContext, "db">, hash: string): Promise<LogoFile | null> {
  return /^[\w-]{43}$/.test(hash) ? db.siteLogo.findFirst({ where: { hash }, select: { type: true, bytes: true } }) : null;
}
