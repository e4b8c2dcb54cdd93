import type { Text } from "./section";

/** A text with its `{placeholders}` filled in. For React nodes there is `<Say>`. */
export function fill<Name extends string>(text: Text<Name>, values: Readonly<Record<Name, string | number>>): string {
  return String(text).replace(PLACEHOLDER, (_, name: Name) => String(values[name]));
}

/** A placeholder; its name is the one group, so that splitting by it gives text and name in turns. */
export const PLACEHOLDER = /\{(\w+)\}/g;
