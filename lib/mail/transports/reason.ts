/**
 * What a provider answered, fit for a log: one line of at most 200 characters.
 *
 * SECURITY: providers quote what they refuse, the recipient and the link with its token included. So every word that holds
 * an address, a link, a long run of digits or is too long to be a word is left out. Neither provider text nor an error
 * object of a client library may be logged without passing through here.
 */
export function reason(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .split(" ")
    .map((word) => (/[@/=]|\d{5}|.{33}/u.test(word) ? "…" : word))
    .join(" ")
    .slice(0, 200);
}
