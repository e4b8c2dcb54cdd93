import { consumeOperatorRecoveryCode, consumeOperatorTotpCounter, operatorTotpSecret } from "@/lib/db/consume/operator-factor";
import { recordOperatorFailure } from "@/lib/db/operators";
import type { Client } from "@/lib/kernel/actor";
import { unseal } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";
import { macsOfTyped } from "../sign-in/factors/recovery-code/codes";
import { counterOf } from "../sign-in/factors/totp/secret";
import { operatorRecoveryContext, operatorTotpContext } from "./factor-contexts";
import { guessFactor } from "./guess-factor";

/** What somebody typed as an operator's second factor: the code of their app, or one that they kept. */
export type TypedFactor = { readonly code?: unknown; readonly recoveryCode?: unknown };

/** Which one it was. */
export type ShownFactor = "totp" | "recovery_code";

type Whose = { readonly operatorId: bigint; readonly emailCanonical: string };

const text = (value: unknown) => (typeof value === "string" ? value.slice(0, 100) : "");

/**
 * Takes what was typed as an operator's second factor. A recovery code goes before the app's where both are there.
 *
 * SECURITY: whichever it is, it is one guess of the same few, and used up by one conditional statement.
 *
 * @throws AppError `code_unusable`, `too_many_attempts`
 */
export async function showOperatorFactor({ operatorId, emailCanonical }: Whose, typed: TypedFactor, client: Client): Promise<ShownFactor> {
  const kept = text(typed.recoveryCode);
  const look = kept === "" ? () => takeAppCode(operatorId, text(typed.code)) : () => takeRecoveryCode(operatorId, kept);
  await guessFactor(operatorId, look, async ({ type, budget }) => {
    const event = happened({ type, outcome: "failure", ...(budget ? { data: { budget } } : {}) });
    await recordOperatorFailure(emailCanonical, { event, client });
  });
  return kept === "" ? "totp" : "recovery_code";
}

async function takeAppCode(operatorId: bigint, code: string): Promise<boolean> {
  const sealed = await operatorTotpSecret(operatorId);
  const counter = sealed && counterOf(unseal(sealed, operatorTotpContext(operatorId)), code);
  return counter !== null && consumeOperatorTotpCounter(operatorId, counter);
}

async function takeRecoveryCode(operatorId: bigint, code: string): Promise<boolean> {
  const macs = macsOfTyped(operatorRecoveryContext(operatorId), code);
  return macs.length > 0 && consumeOperatorRecoveryCode(operatorId, macs);
}
