import type { SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import type { SiteScope } from "@/lib/db/scope";
import type { Verdict } from "../../passwords/verify-password";

/** One way to show that an account is one's own. */
export type Method<Credentials> = {
  readonly id: string;
  /**
   * Compares what was shown with what is kept.
   *
   * SECURITY: takes as long for a candidate without a user as for one with.
   */
  verify(scope: SiteScope, candidate: SignInCandidate, credentials: Credentials): Promise<Verdict>;
};
