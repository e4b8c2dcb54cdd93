/** One value of an address's query. What stands there twice, or not at all, is nothing. */
export function givenText(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
