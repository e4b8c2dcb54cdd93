import type { Factor } from "./factor";
import { passkey } from "./passkey/passkey";
import { recoveryCode } from "./recovery-code/recovery-code";
import { totp } from "./totp/totp";

/** Everything that serves as the second factor, in the order in which it is offered. Each has a form in `lib/hosted/factors`. */
export const FACTORS = { totp, passkey, recovery_code: recoveryCode } as const satisfies Readonly<Record<string, Factor>>;

export type FactorId = keyof typeof FACTORS;

export const FACTOR_IDS = Object.keys(FACTORS) as FactorId[];

export const isFactorId = (text: string): text is FactorId => Object.hasOwn(FACTORS, text);
