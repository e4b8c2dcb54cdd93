const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

type Parts = { readonly text: string; readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** What such responses were made of: to ask one for its text makes a stream, and for its headers a table, each dearer than a look-up in the database. */
const parts = new WeakMap<Response, Parts>();

/** JSON as the REST API sends it: for one reader, kept nowhere, shown in no frame. */
export const jsonResponse = (text: string, status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  made({ text, status, headers: { ...HEADERS, ...headers } });

function made(of: Parts): Response {
  const response = new Response(of.text, of);
  parts.set(response, of);
  return response;
}

export const textOf = (response: Response): Promise<string> | string => parts.get(response)?.text ?? response.text();

/** The same answer with more headers. Nothing may have been set on the one that is given. */
export function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  const own = parts.get(response);
  if (own) return made({ ...own, headers: { ...own.headers, ...headers } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
