/**
 * Names a site cannot have, because they are or may become addresses of the product itself.
 *
 * A test proves that every first segment below `app/` is in this list.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  `account admin api app assets auth dashboard demo docs documentation embed fasteditor favicon health healthz help how-it-works
   llms login logout mail mails metrics oauth oauth2 openapi owner pricing privacy public reset-password robots security
   settings signed-in signin signup sitemap static status support terms verify-email well-known www`.split(/\s+/),
);
