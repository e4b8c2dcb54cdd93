/** What a snippet is filled in with. All of it is public: the client secret comes from the environment of who runs it. */
export type QuickStart = {
  /** Where this product answers, as an origin. */
  readonly appUrl: string;
  readonly slug: string;
  readonly clientId: string;
  /** Where the callback lives in the customer's application, as a path. */
  readonly callbackPath: string;
};

/** Code for one language, and how it is called and where it goes. */
export type Snippet = {
  readonly id: string;
  /** What its tab is called. */
  readonly label: string;
  /** Where the code goes, and what it needs. */
  readonly place: string;
  readonly code: string;
};

/**
 * The path of a callback as the snippets write it: that of the site's own success URI where it is plain, otherwise the usual one.
 *
 * SECURITY: it ends up inside quotes of seven languages, so only letters, digits and what never means more are taken.
 */
export function callbackPathOf(successUri: string | null): string {
  const path = successUri && new URL(successUri).pathname;
  return path && /^(\/[A-Za-z0-9_-]+)+$/.test(path) ? path : "/auth/callback";
}
