/**
 * True for a page of somebody's own account, as a path below the site's: `account`, `account/delete`.
 *
 * SECURITY: what a query may say of where to go. It leads nowhere but there.
 */
export const isAccountPath = (path: string) => /^account(?:\/[a-z-]{1,40}){0,2}$/.test(path);
