/**
 * True for the address of a document in the place of an issuer's.
 *
 * SECURITY: the library takes such a document at its word, whatever issuer it names itself. It could vouch for whoever is linked at
 * another one.
 */
export const isDocument = (issuer: string): boolean => new URL(issuer).href.includes("/.well-known/");
