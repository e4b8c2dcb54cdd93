import type { ReactNode } from "react";
import type { Texts } from "@/lib/texts";
import type { ICONS } from "../parts/icons";

/** One part of the account page: a card on the overview, and a page of its own. */
export type AccountSection<Facts> = {
  /** Its page, below the site's. */
  readonly path: `account/${string}`;
  readonly icon: keyof typeof ICONS;
  readonly title: (t: Texts) => string;
  /** How things stand, in a few words. */
  readonly summary: (t: Texts, facts: Facts) => ReactNode;
  /** Set on what cannot be undone. */
  readonly grave?: true;
};
