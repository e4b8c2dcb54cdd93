import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { Step } from "../../hosted-response";
import type { AccountVisit } from "../account-page";

/** One way in which somebody who is signed in proves once more who they are. */
export type Confirmation<Offer> = {
  /** What its form is drawn from; undefined: this visitor has no such way. */
  offer(visit: AccountVisit): Promise<Offer | undefined>;
  /** What the posted form proves, as signing in by it would; or a step on the way there. Refusals are thrown. */
  prove(visit: AccountVisit): Promise<SignedIn | Step>;
};
