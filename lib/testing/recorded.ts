/** Headers that say nothing about the answer itself. */
const UNTOLD = new Set(["connection", "content-length", "date", "keep-alive", "set-cookie", "transfer-encoding", "x-request-id"]);

/**
 * An answer as it is recorded: all of it, but with a name in braces for what differs from run to run.
 *
 * @param names what stands for which text
 */
export async function recorded(response: Response, names: readonly (readonly [name: string, value: string])[]): Promise<object> {
  const told = [...response.headers].filter(([name]) => !UNTOLD.has(name)).map(([name, value]) => [name, readable(name, value)]);
  const text = await response.text();
  const all = {
    status: response.status,
    headers: Object.fromEntries(told),
    cookies: response.headers.getSetCookie().map(withoutDate),
    body: text === "" ? null : JSON.parse(text),
  };
  return masked(JSON.parse(names.reduce((json, [name, value]) => json.replaceAll(value, `{${name}}`), JSON.stringify(all))));
}

/** What clients decode before they look at it, decoded; and no time to wait, which passes. */
function readable(name: string, value: string): unknown {
  if (name === "retry-after") return "{seconds}";
  return name === "front-token" && value !== "remove" ? JSON.parse(Buffer.from(value, "base64").toString("utf8")) : value;
}

/** A cookie whose end is told in days. */
const withoutDate = (cookie: string) =>
  cookie.replace(/Expires=([^;]+)/, (_, date: string) => {
    const days = Math.round((Date.parse(date) - Date.now()) / 86_400_000);
    return days < 0 ? "Expires=past" : `Expires=in ${days} days`;
  });

const MASKS: readonly [RegExp, string][] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "{access token}"],
  [/\brft_[\w-]{80}/g, "{refresh token}"],
  [/\bdev_[\w-]{48}/g, "{device}"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "{time}"],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, "{uuid}"],
  [/\b[\da-f]{64}\b/g, "{hash}"],
  [/\bs-[\w-]{16}(?![\w-])/g, "{key id}"],
  [/^[\w-]{342}$/, "{modulus}"],
  [/^[\w-]{43}$/, "{digest}"],
];

/** The same value without what differs: identifiers, secrets, and times. */
function masked(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    if (typeof part === "number" && part > 1_000_000_000) return "{time}";
    return typeof part === "string" ? MASKS.reduce((text, [found, name]) => text.replace(found, name), part) : part;
  });
}
