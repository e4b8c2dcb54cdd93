/** SECURITY: a URL's host may hold `;`, `,`, `*` and quotes, which mean something of their own in a policy. */
const PLAIN_ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/;

type Addresses = Readonly<Record<"homeUri" | "successUri" | "cancelUri" | "failedUri", string | null>> & {
  readonly allowedOrigins: readonly string[];
};

/**
 * The origins that are a site's own: those of its four addresses, and those it allows besides. Each once, fit to stand in a
 * content security policy.
 */
export function registeredOrigins({ successUri, cancelUri, failedUri, homeUri, allowedOrigins }: Addresses): string[] {
  const named = [successUri, cancelUri, failedUri, homeUri, ...allowedOrigins].filter((uri) => uri !== null);
  return [...new Set(named.map((uri) => new URL(uri).origin))].filter((origin) => PLAIN_ORIGIN.test(origin));
}
