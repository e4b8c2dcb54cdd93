/** An end user of a site, as the customer sees it. Never with a password in any form. */
export type SiteUser = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly uuid: string;
  /** Their id in the system they came from. */
  readonly externalId: string | null;
  readonly email: string;
  readonly emailVerifiedAt: Date | null;
  readonly username: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** BCP 47. */
  readonly locale: string | null;
  /** Always a JSON object. Shown to the user, too. */
  readonly metadata: unknown;
  /** Always a JSON object. For the customer's own eyes. */
  readonly privateMetadata: unknown;
  readonly lastSignInAt: Date | null;
  /** Since when they may not sign in. */
  readonly blockedAt: Date | null;
  /** They have closed their account themselves: when it is deleted. */
  readonly deletionDueAt: Date | null;
  /** Whether signing in takes a second factor from them. */
  readonly secondFactor: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const siteUserColumns = {
  id: true,
  siteId: true,
  uuid: true,
  externalId: true,
  email: true,
  emailVerifiedAt: true,
  username: true,
  name: true,
  firstName: true,
  lastName: true,
  locale: true,
  metadata: true,
  privateMetadata: true,
  lastSignInAt: true,
  blockedAt: true,
  deletionDueAt: true,
  secondFactor: true,
  createdAt: true,
  updatedAt: true,
} as const;
