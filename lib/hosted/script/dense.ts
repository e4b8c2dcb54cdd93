/** A script without the indentation that only its readers need. Line ends stay: they may end statements. */
export function dense(script: string): string {
  return script
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");
}
