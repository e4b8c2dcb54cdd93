import type { LiveStep } from "@/lib/db/consume/second-factor";
import type { SiteContext } from "@/lib/db/resolve";

/** One thing that serves as the second factor. */
export type Factor = {
  /** Whether it can be guessed: guesses at it are counted then. */
  readonly guessable: boolean;
  /** Whether the user of a step could show it now. */
  isOffered(site: SiteContext, step: LiveStep): Promise<boolean>;
  /**
   * Whether what the form sent shows it. What was shown is used up by that.
   *
   * SECURITY: in one conditional statement: of any number who show the same at once one is let in.
   *
   * @throws AppError where there is more to say than that it was wrong
   */
  show(site: SiteContext, step: LiveStep, form: Readonly<Record<string, string>>): Promise<boolean>;
};
