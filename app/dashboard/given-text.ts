/** One value of an address's query, as a page can show it: without NUL. What stands there twice, or not at all, is nothing. */
export function givenText(value: string | string[] | undefined): string {
  return typeof value === "string" ? value.replaceAll("\0", "") : "";
}
