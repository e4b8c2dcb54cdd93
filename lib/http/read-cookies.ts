/** The cookies of a Cookie header. The same name may come more than once: from paths that overlap. */
export function readCookies(header: string | null): Map<string, string[]> {
  const cookies = new Map<string, string[]>();
  for (const pair of (header ?? "").split(";")) {
    const [name = "", ...value] = pair.trim().split("=");
    if (name !== "") cookies.set(name, [...(cookies.get(name) ?? []), value.join("=")]);
  }
  return cookies;
}
