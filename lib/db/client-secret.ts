/**
 * The condition that a hash is that of a site's client secret: of the present one, or of the one before while it lasts.
 *
 * @param site the alias of the site's row, or its table
 * @param parameter stands for the hash, as `$2`
 */
export const isClientSecret = (site: string, parameter: string) =>
  `(${site}.client_secret_hash = ${parameter} OR ${site}.previous_secret_hash = ${parameter} AND ${site}.previous_secret_until > now())`;
