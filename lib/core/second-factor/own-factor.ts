import type { SiteContext } from "@/lib/db/resolve";

/** A browser in which a user need not show their second factor. */
export type TrustedBrowser = {
  readonly id: bigint;
  readonly tokenHash: Uint8Array;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
};

/** How a user's second factor stands. */
export type OwnFactor = {
  readonly on: boolean;
  /** Null: they have none. */
  readonly app: { readonly createdAt: Date; readonly lastUsedAt: Date | null } | null;
  /** How many recovery codes are good still. */
  readonly codesLeft: number;
  /** The newest first. */
  readonly browsers: readonly TrustedBrowser[];
};

/** More than anybody looks through; turning the second factor off forgets those that are not shown as well. */
const MOST_BROWSERS = 50;

/** How a user's second factor stands, as they are shown it. */
export async function ownFactor({ db }: SiteContext, siteUserId: bigint): Promise<OwnFactor> {
  const [on, app, codesLeft, browsers] = await Promise.all([
    db.siteUser.count({ where: { id: siteUserId, secondFactor: true } }),
    db.totpSecret.findFirst({ where: { siteUserId }, select: { createdAt: true, lastUsedAt: true } }),
    db.recoveryCode.count({ where: { siteUserId, usedAt: null } }),
    db.trustedBrowser.findMany({
      where: { siteUserId, expiresAt: { gt: new Date() } },
      select: { id: true, tokenHash: true, userAgent: true, expiresAt: true },
      orderBy: { id: "desc" },
      take: MOST_BROWSERS,
    }),
  ]);
  return { on: on > 0, app, codesLeft, browsers };
}
