import { badInput } from "./errors";

/**
 * The texts that a body has to bring.
 *
 * @throws AppError `bad_request` when one is missing or something else
 */
export function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const given = (body ?? {}) as Record<string, unknown>;
  const texts = names.map((name) => {
    const text = given[name];
    if (typeof text !== "string") throw badInput(`The body must have the field ${name}, a text`);
    return [name, text] as const;
  });
  return Object.fromEntries(texts) as Record<Name, string>;
}
