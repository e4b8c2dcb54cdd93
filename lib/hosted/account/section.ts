import type { ReactNode } from "react";

/** One part of the account page: a card on the overview, and a page of its own. */
export type AccountSection<Facts> = {
  /** Its page, below the site's. */
  readonly path: `account/${string}`;
  readonly title: string;
  /** How things stand, in a few words. */
  readonly summary: (facts: Facts) => ReactNode;
};
