/** A domain that never exists (RFC 2606). */
const DOMAIN = "no-mail.invalid";

/** The address of a user who has a username and gave none: their own, and no mail ever goes there. */
export const noMailAddress = (siteUserId: bigint) => `${siteUserId}@${DOMAIN}`;

/** True for an address that no mail goes to. */
export const isNoMailAddress = (emailCanonical: string) => emailCanonical.endsWith(`@${DOMAIN}`);
