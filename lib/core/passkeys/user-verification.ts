/**
 * Whether an authenticator has to make sure who holds it, by a PIN, a finger or a face, or is only asked to. Where it did not, a
 * passkey is one factor.
 */
export const USER_VERIFICATIONS = ["preferred", "required"] as const;

export type UserVerification = (typeof USER_VERIFICATIONS)[number];
