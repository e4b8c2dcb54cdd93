import { z } from "zod";
import { findOperatorBetween, type OperatorBetween } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { relyingParty } from "../passkeys/relying-party";
import { openSealedText, sealedText } from "./sealed-text";

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
  return sealedText({ operatorId: String(operatorId), version, endS: nowS() + OPERATOR_STEP_S }, CONTEXT);
}

/** The step that somebody is in, or null: over, or none of ours. Looking spends nothing. */
export async function findOperatorStep(token: string | undefined): Promise<OperatorStep | null> {
  const step = shape.safeParse(openSealedText(token, CONTEXT)).data;
  if (!step || step.endS <= nowS()) return null;
  const { operatorId, version } = step;
  const operator = await findOperatorBetween(operatorId, version, relyingParty().id);
  return operator && { ...operator, operatorId, version };
}

/** @throws AppError `session_ended` */
export async function requireOperatorStep(token: string | undefined): Promise<OperatorStep> {
  const step = await findOperatorStep(token);
  if (!step) throw new AppError("session_ended");
  return step;
}
