/** What an API token may be allowed to do. A client library reads this list; a name that was given out once keeps its meaning. */
export const API_SCOPES = {
  "sites:read": "Read sites and their settings",
  "sites:write": "Create, change and delete sites",
  "site_users:read": "Read users",
  "site_users:write": "Create, change, block, import and delete users",
  "sessions:read": "Read sign-ins and sessions",
  "sessions:write": "Exchange callback tokens, end sign-ins and sessions",
  "audit:read": "Read the audit log, and for how long it is kept",
  "audit:write": "Set for how long the audit log is kept: what is older is deleted",
  "webhooks:read": "Read webhook endpoints, and what was sent there: users’ records are in it",
  "webhooks:write": "Add, change and delete webhook endpoints, which are sent users’ records; send them tests and replays",
  "secrets:read": "Read client secrets, webhook secrets and kept mails with the links in them, and name who else is sent passwords",
  export: "Take everything out, password hashes included",
} as const satisfies Record<string, string>;

export type ApiScope = keyof typeof API_SCOPES;

/** What a token is granted that may do everything, also what will be added later. */
export const EVERY_SCOPE = "*";

/**
 * True when what a token was granted covers a scope. Each is granted by its own name: who may write a record is shown that record
 * when they do, and finds none by it.
 */
export function covers(granted: readonly string[], scope: ApiScope): boolean {
  return granted.includes(EVERY_SCOPE) || granted.includes(scope);
}
