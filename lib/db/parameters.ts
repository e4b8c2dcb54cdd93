/** The values of a statement, and how one more is put into it. */
export type Parameters = { readonly values: unknown[]; add(value: unknown): string };

/** Collects the values of a statement that is put together: takes one, answers its `$1`. */
export function parameters(): Parameters {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}
