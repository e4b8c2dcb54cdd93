const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

const texts = new WeakMap<Response, string>();

/** JSON as the REST API sends it: for one reader, kept nowhere, shown in no frame. */
export function jsonResponse(text: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const response = new Response(text, { status, headers: { ...HEADERS, ...headers } });
  texts.set(response, text);
  return response;
}

/** The text of such a response, without making a stream of it first: that costs more than a look-up in the database. */
export const textOf = (response: Response): Promise<string> | string => texts.get(response) ?? response.text();
