/** An end user of a site, as the customer and the user see it. Never with a password in any form. */
export type SiteUser = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly uuid: string;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly name: string | null;
  readonly lastSignInAt: Date | null;
  /** Since when they may not sign in. */
  readonly blockedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const siteUserColumns = {
  id: true,
  siteId: true,
  uuid: true,
  email: true,
  emailVerifiedAt: true,
  name: true,
  lastSignInAt: true,
  blockedAt: true,
  createdAt: true,
  updatedAt: true,
} as const;
