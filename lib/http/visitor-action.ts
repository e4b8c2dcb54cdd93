import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { type ActionState, refusedState } from "./operator-action";
import { senderOf } from "./origin";
import { report } from "./report";

/**
 * Runs something that somebody does who is not signed in to the dashboard: to join, or to get in again.
 *
 * SECURITY: only a page of ours may send it: otherwise a strange page could sign somebody in to an account that is not theirs.
 */
export async function runVisitorAction<Done extends object>(request: Request, work: () => Promise<Done>): Promise<ActionState<Done>> {
  try {
    if (senderOf(request) !== "ours") throw new AppError("forbidden_origin");
    return { kind: "done", ...(await work()) };
  } catch (thrown) {
    const error = toAppError(thrown);
    report(error, request);
    return refusedState(error);
  }
}
