/**
 * Of checked fields those that the caller named, so that a change leaves all others as they are.
 *
 * The trap: a field that may be blank is checked as null when it is absent, which is right for a new row and would wipe
 * an existing one.
 */
export function onlyGiven<Fields extends object>(checked: Fields, input: { readonly [Field in keyof Fields]?: unknown }): Partial<Fields> {
  return Object.fromEntries(Object.entries(checked).filter(([field]) => input[field as keyof Fields] !== undefined)) as Partial<Fields>;
}
