/** The values of a statement, and how one more is put into it. */
export type Parameters = { readonly values: unknown[]; add(value: unknown): string };

/** Collects the values of a statement that is put together: takes one, answers its `$1`. */
export function parameters(): Parameters {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/**
 * The same for a COPY, which takes no values: each is a setting of its transaction.
 *
 * SECURITY: the text of the statement never holds a value.
 */
export function settings(): Parameters {
  const values: unknown[] = [];
  return {
    values,
    add(value) {
      const setting = `current_setting('${settingName(values.push(value))}')`;
      if (typeof value === "bigint") return `${setting}::bigint`;
      return value instanceof Date ? `${setting}::timestamptz` : setting;
    },
  };
}

/** What the setting is called that `$n` would be. */
export const settingName = (n: number) => `signin.p${n}`;
