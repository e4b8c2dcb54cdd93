/** Where a request came from, as far as its wire can tell. */
export type Client = {
  /** IPv4 whole, IPv6 as its /64. */
  readonly ip: string | null;
  /** As people call it: "Firefox on Linux", "curl". */
  readonly browser: string | null;
};

/** From nowhere: a job, a command. */
export const NO_CLIENT: Client = { ip: null, browser: null };

/**
 * Who can do something. `visitor`: somebody at a site's pages who has not shown yet who they are; `client`: a site's backend with its
 * client id and secret; `system`: a job or a command of ours.
 */
export const ACTOR_KINDS = ["visitor", "site_user", "operator", "api_token", "client", "system"] as const;

/** Who does something, and from where. `id` is that of the user, the operator or the API token. */
export type Actor = Client & { readonly kind: (typeof ACTOR_KINDS)[number]; readonly id: bigint | null };

/** Somebody at a site's pages. */
export const visitorFrom = (client: Client): Actor => ({ ...client, kind: "visitor", id: null });

export const SYSTEM: Actor = { ...NO_CLIENT, kind: "system", id: null };
