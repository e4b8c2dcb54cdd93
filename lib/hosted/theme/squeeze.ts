/**
 * A style sheet without the white space that only its readers need.
 *
 * Knows just the CSS that is written here: no comments, no strings that hold braces.
 */
export function squeeze(css: string): string {
  return css
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,>]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}")
    .trim();
}
