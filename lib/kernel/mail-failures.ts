/**
 * Why a mail was not sent, in words of ours. SECURITY: what the provider says may quote the address or the link, so it is kept nowhere.
 *
 * `refused` is the mail that is not wanted, for good; all others are tried again. `unauthorized` is our login, key or sender; `failed` is
 * whatever else a provider says instead of taking a mail.
 */
export const MAIL_FAILURES = ["unreachable", "timed_out", "unauthorized", "rate_limited", "refused", "failed"] as const;

export type MailFailure = (typeof MAIL_FAILURES)[number];

/**
 * From so many tries in a row on that failed, with no mail that went out in between, mails count as failing: fewer may be an address with a
 * slip in it, or a server that lets everybody wait once.
 */
export const FAILING_FROM = 5;
