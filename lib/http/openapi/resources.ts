/** A resource of the API, as OpenAPI names and describes it. */
export type Tag = { readonly name: string; readonly description?: string };

/** The resources in the order of the documentation, by the first part of their address. */
const RESOURCES: Readonly<Record<string, Tag>> = {
  sites: { name: "Sites", description: "Your applications: each has a sign-in page, a client ID and a client secret." },
  site_users: { name: "Site users", description: "The people who sign in to your sites." },
  site_user_sessions: {
    name: "Sign-ins",
    description: "A sign-in ends with a one-time callback token; this is the record behind it. Exchange the token to learn who signed in.",
  },
  sessions: {
    name: "Sessions",
    description: "Who is signed in by one of the dialects, from where and since when. Each can be ended.",
  },
  identity_providers: {
    name: "Identity providers",
    description: "Who else signs your users in: Google, GitHub, any server that speaks OpenID Connect. By your own client there.",
  },
  webhook_endpoints: {
    name: "Webhook endpoints",
    description: "Where your backend is told what happens at a site, signed as Standard Webhooks has it.",
  },
  webhook_deliveries: {
    name: "Webhook deliveries",
    description: "What was sent to your webhook endpoints, what they answered, and what waits to be sent.",
  },
  imports: {
    name: "Imports",
    description: "Users brought along from another system, from a file in its format or in ours. Existing hashes keep working.",
  },
  exports: { name: "Exports", description: "A site in one file that any tool can read: everything we keep, to be taken along." },
  "site_users.csv": { name: "Table of site users", description: "The users of a site as CSV." },
  audit_events: { name: "Audit log", description: "What happened: who did it, from where, and how it ended. Nobody changes it." },
  "audit_events.csv": { name: "Table of audit events", description: "The audit log as CSV." },
  "audit_events.ndjson": { name: "File of audit events", description: "The audit log as JSON, one event a line." },
  audit_retention: { name: "Audit retention", description: "For how long the audit log is kept." },
  mails: { name: "Mails", description: "What your sites mail to their users while no mail transport is configured." },
  health: { name: "Health", description: "For load balancers." },
};

/** The first part of an address below /api: `/api/site_users/[id]` -> `site_users`. */
export const resourceOf = (pattern: string): string => pattern.split("/")[2] ?? "";

/** The name of a resource. One that nobody described is called what its address says. */
export const tagName = (resource: string): string => RESOURCES[resource]?.name ?? plainName(resource);

/** The tags of some resources, each once, in the order of the documentation. */
export function tagsOf(resources: readonly string[]): Tag[] {
  const order = Object.keys(RESOURCES);
  const place = (resource: string) => (order.includes(resource) ? order.indexOf(resource) : order.length);
  return [...new Set(resources)]
    .toSorted((a, b) => place(a) - place(b))
    .map((resource) => RESOURCES[resource] ?? { name: plainName(resource) });
}

const plainName = (resource: string) => resource.charAt(0).toUpperCase() + resource.slice(1).replaceAll("_", " ");
