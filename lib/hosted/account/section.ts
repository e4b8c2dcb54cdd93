import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";

/** One part of the account page: a card on the overview, and a page of its own. */
export type AccountSection<Facts> = {
  /** Its page, below the site's. */
  readonly path: `account/${string}`;
  readonly title: (t: Texts) => string;
  /** How things stand, in a few words. */
  readonly summary: (t: Texts, facts: Facts) => ReactNode;
};
