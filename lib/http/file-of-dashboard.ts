/** Nobody's: what is compared is where an address stays, not whose it is. */
const HERE = "http://dashboard.invalid";

/**
 * The address of something in the dashboard, as it is fetched; null for every other.
 *
 * SECURITY: read as browsers read it. They take `%2e%2e` for `..`, a backslash for a slash, and two slashes for another host: a link that
 * somebody was sent must not lead on to a page that looks like ours and asks for their password.
 *
 * @param to what stood in the link
 */
export function fileOfDashboard(to: string): string | null {
  if (!URL.canParse(to, HERE)) return null;
  const { origin, pathname, search } = new URL(to, HERE);
  return origin === HERE && /^\/dashboard\/[\w./-]+$/.test(pathname) ? pathname + search : null;
}
