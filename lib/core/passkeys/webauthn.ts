/**
 * The library that reads and verifies what authenticators sign. Loaded when the first passkey is used: it costs a quarter of a
 * second and 27 MB, and every start would pay for it.
 */
export const webauthn = () => import("@simplewebauthn/server");

/** Its readers of single parts. */
export const webauthnParts = () => import("@simplewebauthn/server/helpers");
