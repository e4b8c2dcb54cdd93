/** True for a row of `sites` at which nobody can sign in: its customer has it suspended, or whoever runs the installation has. */
export const SUSPENDED = (site: string) => `(${site}.suspended_at IS NOT NULL OR ${site}.held_at IS NOT NULL)`;

/** True for a row of `sites` at which somebody can: it is neither deleted nor suspended. */
export const OPEN = (site: string) => `(${site}.deleted_at IS NULL AND NOT ${SUSPENDED(site)})`;

/**
 * The site with the account $1 and the id $2, while it is open, as the first part of a statement that lets somebody in.
 *
 * SECURITY: whoever asks has looked the site up, but may have waited since: for a body, for a hash, for another system. It is asked again
 * where the token or session comes into being, so nobody is let in by a request that was begun before the site was suspended or deleted.
 */
export const HERE = `here AS (SELECT 1 FROM sites WHERE account_id = $1 AND id = $2 AND ${OPEN("sites")} FOR KEY SHARE)`;
