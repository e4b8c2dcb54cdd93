/** A number of things as it is read: `1,234`, or `about 312,000` when it is an estimate. */
export function totalText({ count, exact }: { readonly count: number; readonly exact: boolean }): string {
  return exact ? count.toLocaleString("en") : `about ${count.toLocaleString("en", { maximumSignificantDigits: 3 })}`;
}
