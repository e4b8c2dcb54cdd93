/** A passkey as its user, and whoever looks after the site, is shown it. */
export type Passkey = {
  readonly id: bigint;
  readonly name: string;
  /** Who keeps it, as people know them; null: nobody knows. */
  readonly provider: string | null;
  /** Whether it is copied to other devices of its user. */
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

/** More of them nobody needs, and every one makes the list longer that a browser is given. */
export const MOST_PASSKEYS = 25;
