import type { FactorId } from "@/lib/core/sign-in/factors";
import type { FactorForm } from "./factor-form";
import { passkey } from "./passkey";
import { recoveryCode } from "./recovery-code";
import { totp } from "./totp";

/** How every kind of second factor is asked for. A kind without its form does not compile. */
export const FACTOR_FORMS: Readonly<Record<FactorId, FactorForm>> = { totp, passkey, recovery_code: recoveryCode };
