import { requireRecent } from "@/lib/core/operators/require-recent";
import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { senderOf } from "./origin";
import { report } from "./report";

/** What a form of the dashboard shows after it was sent. `fields` are sentences by the name of the field. */
export type ActionState<Done = object> =
  | { readonly kind: "idle" }
  | ({ readonly kind: "done" } & Done)
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly fields: Readonly<Record<string, string>>;
      /** Set where the operator is to show once more who they are: the page asks, and sends the same again. */
      readonly prove?: true;
    };

/** What an action wants, beside an operator. */
export type ActionOptions = {
  /**
   * Whether it has to have been proved a short while ago who they are: for what shows secrets, takes data along, lets somebody in, or
   * cannot be undone.
   */
  readonly recent?: boolean;
};

/**
 * Runs something that an operator does in the dashboard, and turns what went wrong into what the form shows.
 *
 * SECURITY: only a page of ours may send it, whatever the framework has checked already; and only for a session that counts.
 *
 * @param request carries the headers of the action's request
 * @returns the work's answer, or a refusal. What is no refusal of ours is logged and told as such.
 */
export async function runOperatorAction<Done extends object, Who extends Pick<OperatorContext, "operator"> = OperatorContext>(
  request: Request,
  operator: Who | null,
  work: (operator: Who) => Promise<Done>,
  { recent = false }: ActionOptions = {},
): Promise<ActionState<Done>> {
  try {
    if (senderOf(request) !== "ours") throw new AppError("forbidden_origin");
    if (!operator) throw new AppError("wrong_credentials");
    if (recent) requireRecent(operator);
    return { kind: "done", ...(await work(operator)) };
  } catch (thrown) {
    const error = toAppError(thrown);
    report(error, request);
    return refusedState(error);
  }
}

/** A refusal as a form shows it: beside its fields where they are named, above the form otherwise. */
export function refusedState(error: AppError): Extract<ActionState, { kind: "refused" }> {
  if (error.code === "wrong_credentials")
    return { kind: "refused", message: "You are signed out. Sign in again in another tab, then repeat this.", fields: {} };
  if (error.code === "proof_too_old") return { kind: "refused", message: error.message, fields: {}, prove: true };
  if (error.code === "too_many_attempts") {
    const minutes = Math.max(1, Math.ceil((error.retryAfterS ?? 600) / 60));
    const message = `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
    return { kind: "refused", message, fields: {} };
  }
  const fields = Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
  // An issue without a field is about the whole form.
  const whole = fields[""] ?? error.message;
  return { kind: "refused", message: Object.keys(fields).some(Boolean) ? "Please look at what is marked." : whole, fields };
}
