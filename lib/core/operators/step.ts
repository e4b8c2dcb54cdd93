import { z } from "zod";
import { findOperatorBetween, type OperatorBetween } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { seal, unseal } from "@/lib/kernel/secrets";

/** How long somebody has between the two factors of a sign-in. */
export const OPERATOR_STEP_S = 600;

const CONTEXT = "operator step";

const shape = z.object({ operatorId: z.coerce.bigint(), version: z.number(), endS: z.number() });

/** An operator whose first factor was right. */
export type OperatorStep = OperatorBetween & { readonly operatorId: bigint; readonly version: number };

const nowS = () => Math.floor(Date.now() / 1_000);

/**
 * The step between the two factors of a sign-in: what one cookie holds, and nothing is kept of it.
 *
 * SECURITY: sealed, and worth nothing without a factor, each of which is good once. It ends with the version of the sessions, so with
 * a new password and with another app.
 */
export function newOperatorStep(operatorId: bigint, version: number): string {
  const step = JSON.stringify({ operatorId: String(operatorId), version, endS: nowS() + OPERATOR_STEP_S });
  return Buffer.from(seal(step, CONTEXT)).toString("base64url");
}

/** The step that somebody is in, or null: over, or none of ours. Looking spends nothing. */
export async function findOperatorStep(token: string | undefined): Promise<OperatorStep | null> {
  const step = token === undefined ? null : opened(token);
  const operator = step && step.endS > nowS() ? await findOperatorBetween(step.operatorId, step.version) : null;
  return step && operator && { ...operator, operatorId: step.operatorId, version: step.version };
}

/** @throws AppError `session_ended` */
export async function requireOperatorStep(token: string | undefined): Promise<OperatorStep> {
  const step = await findOperatorStep(token);
  if (!step) throw new AppError("session_ended");
  return step;
}

function opened(token: string): z.output<typeof shape> | null {
  try {
    return shape.parse(JSON.parse(unseal(Buffer.from(token, "base64url"), CONTEXT)));
  } catch {
    return null;
  }
}
