/** What the secret of an operator's app is sealed to. */
export const operatorTotpContext = (operatorId: bigint) => `operator_totp_secrets:${operatorId}`;

/** Whose recovery codes an operator's are. */
export const operatorRecoveryContext = (operatorId: bigint) => `operator_recovery_codes:${operatorId}`;
