/**
 * The filter for tokens that still let somebody in. For what people see and may do here; whether a token opens anything is
 * decided by the database's clock in `lib/db/valid-credential`.
 */
export const liveToken = () => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });
