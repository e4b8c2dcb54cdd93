/** What a mail's link and code prove when they come back. */
export type MailSecretPurpose = "reset_password" | "verify_email";

/** What the token of each begins with. */
export const MAIL_TOKEN_PREFIX = { reset_password: "rst_", verify_email: "vfy_" } as const satisfies Record<MailSecretPurpose, string>;

/** How long each lives. A reset opens an account, so it is short; a verification waits for somebody to read their mail. */
export const MAIL_SECRET_MINUTES = { reset_password: 60, verify_email: 24 * 60 } as const satisfies Record<MailSecretPurpose, number>;

/** Guesses at one code, and at all codes of an address in a day. */
export const MAX_GUESSES = 3;
export const MAX_GUESSES_A_DAY = 30;

/** What the stored code of a mail secret is bound to. */
export const codeContext = (mailTokenId: bigint) => `mail_tokens.code:${mailTokenId}`;

/** How somebody shows what they were mailed: the link's token, or the address and the code. */
export type ShownSecret = { readonly token: string } | { readonly email: string; readonly code: string };
