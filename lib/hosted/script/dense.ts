/**
 * A script without the white space that only its readers need. Line ends stay: they may end statements.
 *
 * Knows just the scripts that are written here: no comments, and no string with a blank beside an operator.
 */
export function dense(script: string): string {
  return script
    .split("\n")
    .map((line) =>
      line
        .trim()
        .replace(/ ?(=>|[=!]=|\?\?|&&|\|\||[=?:{}+]) ?/g, "$1")
        .replace(/([,;]) /g, "$1")
        .replace(/\b(for|if) /, "$1"),
    )
    .filter(Boolean)
    .join("\n");
}
