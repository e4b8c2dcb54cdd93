/** A request as a reader filled it in. */
export type Filled = {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  /** Headers by name; one without a value is not sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** What came back, or that nothing did. */
export type Outcome = { readonly status: number; readonly statusText: string; readonly tookMs: number; readonly body: string };

/**
 * Sends a request to the API at this page's own origin.
 *
 * SECURITY: the token goes into one header of this one request. No cookie goes along, no redirect is followed, and nothing is
 * kept in the browser's cache.
 */
export async function send({ method, path, token, headers, body }: Filled): Promise<Outcome> {
  const began = performance.now();
  const answer = await fetch(path, {
    method,
    body,
    headers: {
      ...given(headers),
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { "content-type": "application/json" }),
    },
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  const text = await answer.text();
  return { status: answer.status, statusText: answer.statusText, tookMs: Math.round(performance.now() - began), body: pretty(text) };
}

/** The path of a request, with what was filled in: `/api/sites/{id}` -> `/api/sites/my-app?page=2`. */
export function filledPath(path: string, inPath: Readonly<Record<string, string>>, inQuery: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name) => (inPath[name] ? encodeURIComponent(inPath[name]) : whole));
  const query = new URLSearchParams(given(inQuery)).toString();
  return query === "" ? filled : `${filled}?${query}`;
}

const given = (values: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
